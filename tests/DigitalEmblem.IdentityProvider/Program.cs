// identity-provider CLIENT SECRET REDIRECT: OpenIddict as an organization's identity provider, on a free port of loopback, with one client.
// It prints its address, and runs until it is ended.
using System.Net;
using DigitalEmblem.IdentityProvider;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var client = new Client(args[0], args[1], args[2]);
WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
builder.Services.AddRouting();
builder.Services.AddOpenIddict().AddServer(o => Provider.Configure(o, client));
WebApplication app = builder.Build();
app.UseRouting();
app.UseAuthentication();
app.MapMethods(Provider.Authorize, ["GET", "POST"], (HttpContext context) => SignInPage.Answer(context));
await app.StartAsync();
Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
await app.WaitForShutdownAsync();
