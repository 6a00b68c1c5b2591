using System.Globalization;
using System.Reflection;
using Analyzer.Capture.Sources;
using Analyzer.Dissection;
using Analyzer.Servers.Hosting;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Architecture;

public sealed class LimitsTests
{
    public static TheoryData<string, string> Limits => [.. new[] { typeof(IPacketSource).Assembly, typeof(Analysis).Assembly, typeof(ServerLimits).Assembly }.SelectMany(LimitsIn)];

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_limit_stands_in_the_documentation_with_its_default(string name, string value)
    {
        string? row = File.ReadLines(Repository.At("docs", "architecture.md")).SingleOrDefault(line => line.StartsWith($"| `{name}` |", StringComparison.Ordinal));

        Assert.True(row is not null, $"docs/architecture.md has no row for {name}");
        Assert.Contains(value, row.Split('|').Select(cell => cell.Trim()));
    }

    static IEnumerable<TheoryDataRow<string, string>> LimitsIn(Assembly assembly) =>
        from type in assembly.GetTypes()
        where type.Name.EndsWith("Limits", StringComparison.Ordinal)
        let defaults = type.GetConstructor([])?.Invoke([])
        from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        let value = (member as PropertyInfo)?.GetValue(defaults) ?? (member as FieldInfo)?.GetRawConstantValue()
        where value is int or long or TimeSpan
        select new TheoryDataRow<string, string>($"{type.Name}.{member.Name}", Written(value));

    // As a reader wants it: a power of two in the bytes' own units, a time in seconds.
    static string Written(object value)
    {
        if (value is TimeSpan time) return string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s");
        long number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        return number >= 1 << 20 && number % (1 << 20) == 0 ? $"{number >> 20} Mi" : number >= 1 << 12 && number % (1 << 10) == 0 ? $"{number >> 10} Ki" : number.ToString("N0", CultureInfo.InvariantCulture);
    }
}
