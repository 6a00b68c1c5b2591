using Analyzer.Dissection.Sessions;
using Record = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Support;

/// <summary>Keeps what it is told.</summary>
sealed class RecordList : List<Record>, IRecordSink
{
    public void OnRecord(Record record) => Add(record);
}
