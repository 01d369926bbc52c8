using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using DigitalEmblem.Benchmarks;

if (args is ["zone", var folder, var count, var percent])
{
    ScanZone.Write(
        folder,
        int.Parse(count, System.Globalization.CultureInfo.InvariantCulture),
        int.Parse(percent, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["pairs", var turns, .. var only])
{
    Pairs.Write(int.Parse(turns, System.Globalization.CultureInfo.InvariantCulture), string.Join(' ', only), Console.Out);
    return 0;
}

if (args is ["data", var act, var path, var threads])
{
    return await DataLoad.RunAsync(act, path, int.Parse(threads, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is ["volume", var volumeAct, var marked, var generations, var entries])
{
    return VolumeLoad.Run(
        volumeAct,
        marked,
        int.Parse(generations, System.Globalization.CultureInfo.InvariantCulture),
        int.Parse(entries, System.Globalization.CultureInfo.InvariantCulture));
}

// Runs each benchmark once, with the first value of each parameter, only to show that it still runs.
IConfig? config = null;
if (args is ["once", var artifacts])
{
    config = DefaultConfig.Instance.AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance))
        .AddFilter(new SimpleFilter(c => c.Parameters.Items.All(p => Equals(p.Value, p.Definition.Values[0]))));
    args = ["--filter", "*", "--artifacts", artifacts];
}

// Fail if a benchmark did not run: BenchmarkDotNet itself would return 0 and leave a gap in the table.
Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config)];
bool complete = summaries.All(s => !s.HasCriticalValidationErrors
    && s.Reports.Length == s.BenchmarksCases.Length
    && s.Reports.All(r => r.Success && r.ResultStatistics is not null));
return complete ? 0 : 1;
