using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

// A benchmark that did not run is a failure, and not a gap in a table: BenchmarkDotNet itself ends with 0.
Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args)];
bool complete = summaries.All(s => !s.HasCriticalValidationErrors && s.Reports.Length == s.BenchmarksCases.Length && s.Reports.All(r => r.Success && r.ResultStatistics is not null));
return complete ? 0 : 1;
