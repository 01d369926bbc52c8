using System.CommandLine;
using System.Runtime.CompilerServices;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.DataMarks;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>
/// <c>issuer withdraw</c>: withdraws names and data in the database itself, while no service runs: after a backup was restored, before the
/// service publishes again what was withdrawn since.
/// </summary>
internal static class WithdrawCommand
{
    // As many as one change may hold the database for.
    private const int AtOnce = 250;

    public static Command Create()
    {
        var marked = new Argument<string[]>("NAME|ROOT")
        {
            Description = "Names, and roots of data. '-' reads them from standard input: the first word of each line that does not begin "
                + "with '#', as 'issuer restore', 'issuer names list' and 'issuer data list' print them.",
            Arity = ArgumentArity.OneOrMore,
        };
        Command command = new Command(
            "withdraw",
            "Withdraws names and data in the database itself, when no service runs that could be asked: after a backup was restored, what "
                + "was withdrawn since would be published again. Records are removed as soon as the service runs. What this database does "
                + "not know, or has not marked, is told and passed over. It asks for no role, because a withdrawal needs one person's "
                + "will and no more; the journal says that the operator did it.")
        {
            marked,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            (List<DomainName> names, List<DataRoot> roots) = await ReadAsync(parsed.GetValue(marked)!, cancellationToken);
            int withdrawn = 0;
            foreach (DomainName[] some in names.Distinct().Chunk(AtOnce))
            {
                withdrawn += await NamesAsync(store, some, cancellationToken);
            }

            foreach (DataRoot[] some in roots.Distinct().Chunk(AtOnce))
            {
                withdrawn += await DataAsync(store, some, cancellationToken);
            }

            await Console.Out.WriteLineAsync(withdrawn == 0
                ? "Nothing was withdrawn."
                : $"Withdrawn: {withdrawn}. Records are removed as soon as the service runs and the name servers answer.");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> NamesAsync(IssuerStore store, DomainName[] names, CancellationToken cancellationToken)
    {
        List<Asset> known = await store.ReadAsync(
            d => d.Assets.AsNoTracking().Where(a => names.Contains(a.Name)).ToListAsync(cancellationToken));
        Guid[] ids = [.. known.Where(a => a.State == AssetState.Marked).Select(a => a.Id)];
        await new WithdrawAssets(store).RunAsync(Actor.OfCommand("withdraw"), ids, cancellationToken);
        await TellAsync(names.Select(n => ($"{n}", known.Find(a => a.Name == n)?.State)));
        return ids.Length;
    }

    private static async Task<int> DataAsync(IssuerStore store, DataRoot[] roots, CancellationToken cancellationToken)
    {
        List<MarkedData> known = await store.ReadAsync(
            d => d.Data.AsNoTracking().Where(a => roots.Contains(a.Root)).ToListAsync(cancellationToken));
        Guid[] ids = [.. known.Where(a => a.State == AssetState.Marked).Select(a => a.Id)];
        await new ActOnData(store).WithdrawAsync(Actor.OfCommand("withdraw"), ids, cancellationToken);
        await TellAsync(roots.Select(r => ($"{r}", known.Find(a => a.Root == r)?.State)));
        return ids.Length;
    }

    private static async Task TellAsync(IEnumerable<(string What, AssetState? State)> all)
    {
        foreach ((string what, AssetState? state) in all.Where(a => a.State != AssetState.Marked))
        {
            await Console.Out.WriteLineAsync(
                PrintableLine.Of(state is null ? $"{what} is not known here." : $"{what} is not marked here: {state}."));
        }
    }

    // All of it before the first is withdrawn, so that a mistyped word withdraws nothing.
    private static async Task<(List<DomainName> Names, List<DataRoot> Roots)> ReadAsync(
        string[] given, CancellationToken cancellationToken)
    {
        (List<DomainName> names, List<DataRoot> roots) = ([], []);
        await foreach (string word in WordsAsync(given, cancellationToken))
        {
            if (DataRoot.TryParse(word, out DataRoot? root))
            {
                roots.Add(root);
            }
            else if (DomainName.TryParse(word, out DomainName? name))
            {
                names.Add(name);
            }
            else
            {
                throw new SettingsException(
                    [$"'{Printable.Text(word)}' is no name, and no root of data: write them as 'issuer names list' and 'issuer data list' "
                        + "print them. Nothing was withdrawn."]);
            }
        }

        return (names, roots);
    }

    private static async IAsyncEnumerable<string> WordsAsync(
        string[] given, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Settings, which are no names.
        foreach (string word in given.Where(w => !w.StartsWith("--", StringComparison.Ordinal)))
        {
            if (word != "-")
            {
                yield return word;
                continue;
            }

            while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
            {
                // 'issuer restore' tells people the rest in such lines.
                if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [{ } first, ..] && first[0] != '#')
                {
                    yield return first;
                }
            }
        }
    }
}
