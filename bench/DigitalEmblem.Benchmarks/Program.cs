using BenchmarkDotNet.Running;
using DigitalEmblem.Benchmarks;

if (args is ["zone", var folder, var count, var percent])
{
    ScanZone.Write(folder, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), int.Parse(percent, System.Globalization.CultureInfo.InvariantCulture));
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
