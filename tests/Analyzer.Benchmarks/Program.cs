using Analyzer.Benchmarks.Terminal;
using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(ScreenBenchmarks).Assembly).Run(args);
