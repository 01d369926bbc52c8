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
        List<string> parts = [Word(sign.Outcome), Terminal.Line(sign.Path)];
        if (sign.Expires is { } expires)
        {
            parts.Add(sign.Issuer?.ToString() ?? "no issuer named");
            parts.Add(sign.Purposes is { } purposes ? PurposeNames.Joined(purposes) : "no purpose named");
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"until {expires.UtcDateTime:yyyy-MM-dd}"));
        }

        if (sign.Outcome != DataOutcome.Marked)
        {
            parts.Add(Terminal.Line(sign.Reason));
        }

        context.Out.WriteLine(string.Join("  ", parts));
    }

    /// <inheritdoc/>
    public void End(DataFound found, long? databases, int exit)
    {
        foreach (DataTrouble trouble in found.Troubles.Take(MostTroubles))
        {
            context.Error.WriteLine($"Not read: {trouble.Path}: {trouble.Reason}");
        }

        if (found.Unread > MostTroubles)
        {
            context.Error.WriteLine($"Not read: {found.Unread - MostTroubles} more.");
        }

        string signs = found.Signs > 0 ? $"{Counted.Of(found.Signs, "sign")} found, {_accepted} accepted."
            : found.IsComplete ? "No sign found."
            : "No sign found where it could be read.";
        string unread = found.IsComplete ? "" : $", {found.Unread} could not be read";
        string[] read =
        [
            .. found.Folders > 0 || (databases is null && Objects is null) ? [$"{Counted.Of(found.Folders, "folder")} read"] : (string[])[],
            .. databases is { } count ? [$"{Counted.Of(count, "database")} read"] : (string[])[],
            .. Objects is { } listed ? [$"{Counted.Of(listed, "object")} listed"] : (string[])[],
        ];
        context.Out.WriteLine($"{signs} {string.Join(", ", read)}{unread}.");
        if (!deep && (found.Folders > 0 || Objects > 0))
        {
            context.Out.WriteLine(
                "Signs in archives (.zip, .tar) and pointers in attributes or metadata were not looked for: --deep does that.");
        }

        if (_accepted > 0)
        {
            context.Out.WriteLine(databases is null
                ? "The marked data themselves were not read: 'emblem data check PATH' does that."
                : "Only the signs were judged, not what they mark: 'emblem data check' does that, with PATH or --postgres.");
        }

        if (_uploaded is { } prefix)
        {
            context.Out.WriteLine(Terminal.Line(ObjectText.Download(prefix)));
        }
    }

    private static string Word(DataOutcome outcome) => outcome switch
    {
        DataOutcome.Marked => "Marked",
        DataOutcome.Invalid => "Invalid",
        DataOutcome.NotAccepted => "Not accepted",
        _ => "Undecided",
    };
}
