namespace Analyzer.Dissection.Sessions;

/// <summary>Takes records as they are completed, on the analysing thread.</summary>
public interface IRecordSink
{
    /// <summary>A record is complete. Must not throw for anything that is in the record.</summary>
    void OnRecord(Record record);
}
