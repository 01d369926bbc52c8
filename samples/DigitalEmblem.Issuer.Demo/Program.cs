using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Demo;

return await CommandLine.RunAsync("issuer-demo", DemoCommand.Create(), args);
