using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Analyzer.Servers.Scenarios;

namespace Analyzer.Tests.Servers.Scenarios;

/// <summary>The runtime looks once, at the first TLS connection of a process, whether keys are logged: before any test makes one.</summary>
static class KeyLogOfTheTests
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "No test knows which is the first.")]
    internal static void Start() => KeyLogPart.Begin().Dispose();
}
