using DigitalEmblem;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work;
using DigitalEmblem.Issuer.Worker;
using Microsoft.EntityFrameworkCore;

// worker FOLDER TSIG-KEY-FILE ACTION STEP: does something of the issuer's work, and dies at a step of it. Prints how many steps there were, if it came to the end.
var kill = new KillAt(int.Parse(args[3]));
await using var issuer = new OpenIssuer(args[0], null, args[1], TimeProvider.System, new IssuingOptions(), kill.Interceptors);
switch (args[2])
{
    case "issue":
        await issuer.RunAsync();
        break;
    case "withdraw":
        await issuer.Assets.WithdrawAsync("officer", [.. await issuer.Store.ReadAsync(d => d.Assets.Where(a => a.State == AssetState.Marked).OrderBy(a => a.Name).Select(a => a.Id).Take(2).ToListAsync())], default);
        await issuer.RunAsync();
        break;
    case "roll":
        OrganizationKey next = await issuer.Keys.MakeAsync("administrator", KeyUse.Emblem, SignatureAlgorithm.ES256, KeyCustody.File, default);
        await issuer.Endorsements.EndorseAsync("administrator", next.Id, Purposes.Protective, default);
        await issuer.RunAsync();
        break;
    case "compromise":
        await issuer.Compromises.StartAsync("officer", await issuer.Store.ReadAsync(d => d.Keys.Where(k => k.Use == KeyUse.Emblem && k.State == KeyState.Active).Select(k => k.Id).SingleAsync()), default);
        await issuer.RunAsync();
        break;
    default:
        return 2;
}

Console.WriteLine(kill.Steps);
return 0;
