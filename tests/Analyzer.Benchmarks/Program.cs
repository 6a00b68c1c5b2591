using Analyzer.Benchmarks.Comparison;
using Analyzer.Benchmarks.Live;
using BenchmarkDotNet.Running;

switch (args)
{
    case ["live", .. var words]:
        return LiveBenchmarks.Run(words);
    case ["make", .. var words]:
        return ComparisonCommand.Make(words);
    case ["compare", .. var words]:
        return ComparisonCommand.Compare(words);
    case ["lean", string capture]:
        Console.WriteLine(Lean.Read(capture));
        return 0;
}
BenchmarkSwitcher.FromAssembly(typeof(LiveBenchmarks).Assembly).Run(args);
return 0;
