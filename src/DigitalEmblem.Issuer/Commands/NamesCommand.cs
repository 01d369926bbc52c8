using System.CommandLine;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer names</c>: the names that bear emblems, read in the database.</summary>
internal static class NamesCommand
{
    private const int AtOnce = 500;

    public static Command Create() => new("names", "Names that bear emblems.") { List() };

    private static Command List()
    {
        var state = new Option<AssetState?>("--state") { Description = "Only those that are Listed, Marked or Withdrawn." };
        Command command = new Command(
            "list",
            "Lists names: name, state, purposes, and end of the emblem in force. Reads the database. 'issuer withdraw -' takes such lines.")
        {
            state,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            AssetState? only = parsed.GetValue(state);
            for (Guid after = Guid.Empty; ;)
            {
                List<Asset> page = await store.ReadAsync(d => d.Assets.AsNoTracking()
                    .Where(a => a.Id.CompareTo(after) > 0 && (only == null || a.State == only)).OrderBy(a => a.Id).Take(AtOnce)
                    .ToListAsync(cancellationToken));
                foreach (Asset asset in page)
                {
                    await Console.Out.WriteLineAsync(PrintableLine.Of(Line(asset)));
                }

                if (page.Count == 0)
                {
                    return ExitCode.Done;
                }

                after = page[^1].Id;
            }
        });
        return command;
    }

    private static string Line(Asset asset)
    {
        string end = asset.EmblemUntil is { } until ? string.Create(CultureInfo.InvariantCulture, $"until {until:u}") : "no emblem";
        return $"{asset.Name}  {asset.State}  {PurposeNames.Joined(asset.Purposes)}  {end}";
    }
}
