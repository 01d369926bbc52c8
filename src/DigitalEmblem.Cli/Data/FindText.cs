using System.Globalization;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Stores;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>What a search finds, for a person: a line for each sign, and a summary.</summary>
/// <param name="context">The process.</param>
/// <param name="deep">Whether archives and attributes were looked into.</param>
internal sealed class FindText(CommandContext context, bool deep) : IFindReport
{
    private const int MostTroubles = 20;

    private long _accepted;
    private string? _uploaded;

    /// <inheritdoc/>
    public long? Objects { get; set; }

    /// <inheritdoc/>
    public void Add(FoundSign sign)
    {
        _accepted += sign.Outcome == DataOutcome.Marked ? 1 : 0;
        _uploaded ??= sign is { Outcome: DataOutcome.Marked, Place: FoundPlace.Object } && sign.Path.EndsWith('/') ? sign.Path : null;
        List<object> parts = [Word(sign.Outcome), sign.Path];
        if (sign.Expires is { } expires)
        {
            parts.Add(sign.Issuer is { } issuer ? issuer : Sentence.Of($"no issuer named"));
            parts.Add(sign.Purposes is { } purposes ? PurposeNames.Joined(purposes) : Sentence.Of($"no purpose named"));
            string day = expires.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            parts.Add(Sentence.Of($"until {day}"));
        }

        if (sign.Outcome != DataOutcome.Marked)
        {
            parts.Add(HandedWords.Text(sign.Reason));
        }

        context.Say(parts.Aggregate((Sentence?)null, (all, part) => all is null ? Sentence.Of($"{part}") : $"{all}  {part}")!);
    }

    /// <inheritdoc/>
    public void End(DataFound found, long? databases, int exit)
    {
        foreach (DataTrouble trouble in found.Troubles.Take(MostTroubles))
        {
            context.Tell($"Not read: {trouble.Path}: {HandedWords.Text(trouble.Reason)}");
        }

        if (found.Unread > MostTroubles)
        {
            context.Tell($"Not read: {found.Unread - MostTroubles} more.");
        }

        Sentence signs = found.Signs > 0
            ? Sentence.Counting(
                found.Signs, $"{found.Signs} sign found, {_accepted} accepted.", $"{found.Signs} signs found, {_accepted} accepted.")
            : found.IsComplete ? Sentence.Of($"No sign found.")
            : $"No sign found where it could be read.";
        var read = Sentence.List(
        [
            .. found.Folders > 0 || (databases is null && Objects is null) ? (object[])[Counted.FoldersRead(found.Folders)] : [],
            .. databases is { } count ? (object[])[Counted.DatabasesRead(count)] : [],
            .. Objects is { } listed ? (object[])[Counted.ObjectsListed(listed)] : [],
        ]);
        context.Say(found.IsComplete ? Sentence.Of($"{signs} {read}.") : $"{signs} {read}, {found.Unread} could not be read.");
        if (!deep && (found.Folders > 0 || Objects > 0))
        {
            context.Say(
                $"Signs in archives (.zip, .tar) and pointers in attributes or metadata were not looked for: --deep does that.");
        }

        if (_accepted > 0)
        {
            context.Say(databases is null
                ? Sentence.Of($"The marked data themselves were not read: 'emblem data check PATH' does that.")
                : $"Only the signs were judged, not what they mark: 'emblem data check' does that, with PATH or --postgres.");
        }

        if (_uploaded is { } prefix)
        {
            context.Say(ObjectText.Download(prefix));
        }
    }

    private static Sentence Word(DataOutcome outcome) => outcome switch
    {
        DataOutcome.Marked => $"Marked",
        DataOutcome.Invalid => $"Invalid",
        DataOutcome.NotAccepted => $"Not accepted",
        _ => $"Undecided",
    };
}
