namespace Analyzer.Tests.Servers.Faults;

/// <summary>A clock that goes when the test says so.</summary>
sealed class HandClock : TimeProvider
{
    DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public void Pass(TimeSpan time) => _now += time;
}
