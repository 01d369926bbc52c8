// recheck-list: checks the names in Recheck:Names again and again, and logs what changes.
using DigitalEmblem.Extensions;
using RecheckList;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddEmblemVerification(builder.Configuration.GetSection("Emblem"));
builder.Services.AddHostedService<Rechecker>();
await builder.Build().RunAsync();
