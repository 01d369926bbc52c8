using System.CommandLine;
using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Postgres;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem data place</c>: signs a folder or a database as a place, whatever data lie there.</summary>
internal static class DataPlaceCommand
{
    private static Sentence Description => $"""
        Marks a folder or a PostgreSQL database as a place where data of the issuer lie, whatever data these are. A profile of this project.

        The sign names the host, and for a folder its path and file system, for a database its name, its OID and the server's system
        identifier. It says nothing of the data, and no file is read. A copy of the place shows the same, so that a check asks for the host
        and for that host's own emblem, by the same organization, in the DNS.

        A folder has the sign in .adem, as a marked one; one with a sign of its content is refused. A database has it as the last line of
        its comment (COMMENT ON DATABASE), and what people have written there stays as it is.

        Exit codes: 0 marked, 2 the comment has a sign that cannot be read or several, 3 the facts of the place could not be read, or the
        server refused (nothing was written, or the message says that this is not known), 4 the key or the endorsements would not be
        accepted by those who check, 64 a mistake in the command line.

        Examples:
          emblem data place /srv/records --host files.society.example --with endorsements.bundle --key emblem.pem \
            --issuer https://society.example --purpose protective
          emblem data place --postgres env:RECORDS_DB --host db.society.example --with endorsements.bundle --key emblem.pem \
            --issuer https://society.example --purpose protective
        """;

    public static Command Create(CommandContext context)
    {
        Argument<string?> path = new("PATH") { Description = Speech.Text($"A folder."), Arity = ArgumentArity.ZeroOrOne };
        Option<DomainName?> host = PlaceOptions.Host(
            "--host", $"The host on which the place is, by the name that bears its emblem. A check needs that emblem.", required: true);
        Option<string?> postgres = PlaceOptions.Postgres($"Mark this PostgreSQL database, as its owner.");
        var options = new MarkingOptions();
        var command = new Command("place", Speech.Text(Description)) { path, host, postgres };
        options.AddSigningTo(command);
        PlaceOptions.NeedOne(command, path, postgres);
        command.SetAction((parsed, cancellationToken) =>
        {
            PostgresAddress? address = PlaceOptions.Address(parsed, postgres, context);
            string? folder = address is null ? MarkedPath.Of(parsed.GetValue(path)!) : null;
            DomainName on = parsed.GetValue(host)!;
            return options.SignAsync(parsed, context, async (signer, issuer, lifetime) =>
            {
                var marker = new PlaceMarker(signer, context.Clock);
                if (address is null)
                {
                    PlacedText.WriteFolder(Mark(marker, folder!, on, lifetime), issuer, folder!, context);
                    return;
                }

                using var progress = new Progress(context, () => $"Asking the database");
                (PlaceMarked marked, string where, string? told) = await DatabaseMarking.MarkAsync(
                    address, on, place => marker.Sign(place, lifetime), cancellationToken);
                progress.Dispose();
                PlacedText.WriteDatabase(marked, issuer, where, told, context);
            });
        });
        return command;
    }

    private static PlaceMarked Mark(PlaceMarker marker, string folder, DomainName host, TimeSpan lifetime)
    {
        try
        {
            return marker.MarkFolder(folder, host, lifetime);
        }
        catch (DataUnreadableException e)
        {
            throw new RefusalException(
                ExitCode.Unknown,
                $"The facts of the folder '{folder}' could not be observed, so nothing was written. {string.Join("; ", e.Troubles
                    .Select(t => t.Reason))}.");
        }
    }
}
