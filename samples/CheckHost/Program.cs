// check-host NAME...
// Prints a verdict on each name, checked as appsettings.json says. Exit code 0 only if every name is marked.
using DigitalEmblem;
using DigitalEmblem.Discovery;
using DigitalEmblem.Extensions;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: check-host NAME...");
    return 64;
}

HostApplicationBuilder builder = Host.CreateApplicationBuilder(
    new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddEmblemVerification(builder.Configuration.GetSection("Emblem"));
using IHost host = builder.Build();
try
{
    await host.StartAsync();
}
catch (OptionsValidationException e)
{
    // A typo or a file that cannot be read ends the program here, and not at the first emblem.
    Console.Error.WriteLine(string.Join('\n', e.Failures));
    return 78;
}

bool allMarked = true;
IEmblemChecker checker = host.Services.GetRequiredService<IEmblemChecker>();
foreach (string arg in args)
{
    if (!DomainName.TryParse(arg, out DomainName? name))
    {
        Console.Error.WriteLine($"{arg} is no host name.");
        return 64;
    }

    // There are five outcomes. Only Marked is a yes, and only NotMarked says that no emblem was found.
    Verdict verdict = await checker.CheckAsync(name);
    Console.WriteLine($"{name}: {verdict}");
    allMarked &= verdict.Outcome == VerdictOutcome.Marked;
}

await host.StopAsync();
return allMarked ? 0 : 1;
