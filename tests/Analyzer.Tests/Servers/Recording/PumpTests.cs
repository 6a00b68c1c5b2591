using Analyzer.Servers.Recording.Timing;

namespace Analyzer.Tests.Servers.Recording;

public sealed class PumpTests
{
    static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Time_leaps_over_what_nobody_needs_to_wait_for()
    {
        var pump = new Pump(s_start);

        pump.Run(() => Task.Delay(TimeSpan.FromDays(5), pump.Clock));

        Assert.Equal(s_start.AddDays(5), pump.Clock.GetUtcNow());
    }

    [Fact]
    public void Time_stands_still_while_something_can_be_done()
    {
        var pump = new Pump(s_start);

        pump.Run(async () =>
        {
            for (int i = 0; i < 100; i++) await Task.Yield();
        });

        Assert.Equal(s_start, pump.Clock.GetUtcNow());
    }

    [Fact]
    public void What_is_due_at_one_time_happens_in_the_order_of_its_setting()
    {
        var pump = new Pump(s_start);
        var order = new List<int>();

        pump.Run(async () =>
        {
            for (int i = 0; i < 5; i++)
            {
                int number = i;
                pump.Clock.After(TimeSpan.FromSeconds(1), () => order.Add(number));
            }
            await Task.Delay(TimeSpan.FromSeconds(2), pump.Clock);
        });

        Assert.Equal([0, 1, 2, 3, 4], order);
    }

    [Fact]
    public void A_timer_that_is_stopped_does_not_ring()
    {
        var pump = new Pump(s_start);
        int rings = 0;

        pump.Run(async () =>
        {
            using ITimer timer = pump.Clock.CreateTimer(_ => rings++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromSeconds(3.5), pump.Clock);
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            await Task.Delay(TimeSpan.FromSeconds(3.5), pump.Clock);
        });

        Assert.Equal(3, rings);
    }

    [Fact]
    public void Time_stands_still_while_something_will_come_from_elsewhere()
    {
        var pump = new Pump(s_start);
        bool isAwaiting = true;
        pump.IsAwaiting = () => isAwaiting;

        pump.Run(async () =>
        {
            Task late = Task.Delay(TimeSpan.FromHours(1), pump.Clock);
            await Task.Run(() => Thread.Sleep(20), TestContext.Current.CancellationToken);
            isAwaiting = false;
            Assert.Equal(s_start, pump.Clock.GetUtcNow());
            await late;
        });

        Assert.Equal(s_start.AddHours(1), pump.Clock.GetUtcNow());
    }

    [Fact]
    public void A_cancelled_run_ends_though_everybody_waits()
    {
        using var cancel = new CancellationTokenSource();
        var pump = new Pump(s_start) { IsAwaiting = () => true, Stop = cancel.Token };

        Task.Run(cancel.Cancel, TestContext.Current.CancellationToken);

        Assert.Throws<OperationCanceledException>(() => pump.Run(() => Task.Delay(TimeSpan.FromHours(1), pump.Clock)));
    }

    [Fact]
    public void Work_that_comes_back_from_another_thread_is_counted()
    {
        var pump = new Pump(s_start);

        pump.Run(() => Task.Run(() => Thread.Sleep(1), TestContext.Current.CancellationToken));
        pump.Run(async () =>
        {
            using var isAwaited = new ManualResetEventSlim();
            Task awaiting = AwaitAsync(Task.Run(() => isAwaited.Wait(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken));
            isAwaited.Set();
            await awaiting;
        });

        Assert.Equal(1, pump.Returns);
    }

    static async Task AwaitAsync(Task work) => await work;

    [Fact]
    public void What_the_work_throws_is_thrown_here() =>
        Assert.Throws<FormatException>(() => new Pump(s_start).Run(() => throw new FormatException()));
}
