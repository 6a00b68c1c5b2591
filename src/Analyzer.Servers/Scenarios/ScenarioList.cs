using Analyzer.Servers.Scenarios.Access;

namespace Analyzer.Servers.Scenarios;

/// <summary>All scenarios, in the order in which a lecture would show them.</summary>
static class ScenarioList
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new Pop3DeleteScenario(),
    ];
}
