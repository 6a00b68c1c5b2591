using System.Security.Cryptography;
using Analyzer.Dissection;
using Analyzer.Dissection.Sessions;
using Analyzer.Dissection.Work;
using Analyzer.Tests.Support;
using Record = Analyzer.Dissection.Sessions.Record;

namespace Analyzer.Tests.Dissection.Work;

public sealed class ThreadedLineTests
{
    static readonly byte[] s_block = new byte[100_000];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Records_come_in_order_with_the_hashes_of_their_contents(int threads)
    {
        var told = new RecordList();
        var line = WorkLine.Of(new AnalysisOptions { Threads = threads }, told);
        for (int id = 1; id <= 2_000; id++)
        {
            var work = new HashWork();
            line.Begin(work);
            line.Append(work, s_block.AsSpan(0, id));
            line.Append(work, s_block.AsSpan(0, id));
            line.OnRecord(Transfer(id) with { Pending = work });
        }
        line.Complete();

        Assert.Equal(
            Enumerable.Range(1, 2_000).Select(id => (id, Convert.ToHexStringLower(SHA256.HashData(new byte[2 * id])))),
            told.Cast<TransferRecord>().Select(record => (record.Id, record.Sha256!)));
        Assert.All(told, record => Assert.Null(record.Pending));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Contents_in_the_making_at_the_same_time_do_not_mix(int threads)
    {
        var line = WorkLine.Of(new AnalysisOptions { Threads = threads }, new RecordList());
        HashWork one = new(), other = new();
        line.Begin(one);
        line.Begin(other);
        for (int i = 0; i < 50; i++)
        {
            line.Append(one, s_block);
            line.Append(other, "x"u8);
        }
        line.Await(one);
        line.Await(other);
        line.Complete();

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(new byte[50 * s_block.Length])), one.Sha256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([.. Enumerable.Repeat((byte)'x', 50)])), other.Sha256);
    }

    [Fact]
    public void What_the_sink_throws_ends_the_run_on_the_callers_thread()
    {
        var line = WorkLine.Of(new AnalysisOptions { Threads = 3 }, new Broken());

        void Run()
        {
            for (int id = 1; id <= 100_000; id++)
            {
                var work = new HashWork();
                line.Begin(work);
                line.OnRecord(Transfer(id) with { Pending = work });
            }
            line.Complete();
        }

        Assert.Throws<InvalidDataException>(Run);
    }

    static TransferRecord Transfer(int id) => new() { Id = id, Session = 1, Command = "RETR" };

    sealed class Broken : IRecordSink
    {
        public void OnRecord(Record record)
        {
            if (record is TransferRecord { Id: 300 }) throw new InvalidDataException();
        }
    }
}
