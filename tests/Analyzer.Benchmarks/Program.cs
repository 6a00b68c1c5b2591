using Analyzer.Benchmarks.Live;
using BenchmarkDotNet.Running;

if (args is ["live", .. var words]) return LiveBenchmarks.Run(words);
BenchmarkSwitcher.FromAssembly(typeof(LiveBenchmarks).Assembly).Run(args);
return 0;
