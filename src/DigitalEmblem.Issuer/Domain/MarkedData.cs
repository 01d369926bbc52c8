using DigitalEmblem.Data;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// Data that the organization marks, or may mark. Of the data themselves the service knows the root and nothing else: no path, no name of a
/// file, no manifest. Nothing of them is published; those who hold the data fetch the sign and put it beside them.
/// </summary>
internal sealed class MarkedData : Markable
{
    /// <summary>The largest number of characters of a label.</summary>
    public const int LongestLabel = 200;

    private MarkedData()
    {
    }

    /// <summary>The root, which is in the token. It cannot change: other data have another root.</summary>
    public DataRoot Root { get; private init; } = null!;

    /// <summary>What people here call the data; may be empty. It is in no token and no sign.</summary>
    public string Label { get; private init; } = "";

    /// <inheritdoc/>
    public override string Called => Root.ToString();

    /// <inheritdoc/>
    public override Sentence Declaration =>
        Sentence.Of($"the data of {Root} serve only what their sign stands for ({PurposeWords.Of(Purposes)})");

    /// <summary>A request to mark data.</summary>
    /// <param name="root">The root.</param>
    /// <param name="purposes">What the sign is to stand for.</param>
    /// <param name="lifetime">How long signs last; null for the service's setting.</param>
    /// <param name="label">For people; null for none.</param>
    /// <param name="at">Now.</param>
    /// <exception cref="RefusedException">A value is out of its range.</exception>
    public static MarkedData Request(DataRoot root, Purposes purposes, TimeSpan? lifetime, string? label, DateTimeOffset at)
    {
        if (label is { } text && (text.Length > LongestLabel || text.Any(char.IsControl)))
        {
            throw new RefusedException(
                Refusal.Malformed, Sentence.Counting(LongestLabel, $"A label has {LongestLabel} characters at most, on one line."));
        }

        var data = new MarkedData { Id = NewId(at), Root = root, Label = label ?? "", Purposes = Checked(purposes) };
        data.Last(lifetime);
        return data;
    }

    /// <summary>Whether another request asks for the same.</summary>
    public bool IsSameRequest(MarkedData other) => Root == other.Root && Purposes == other.Purposes && Lifetime == other.Lifetime
        && string.Equals(Label, other.Label, StringComparison.Ordinal);

    /// <summary>Replaces the sign by a new one.</summary>
    /// <param name="sign">The new one.</param>
    /// <param name="renewAt">When the next is due.</param>
    /// <param name="at">Now.</param>
    public void Renew(IssuedSign sign, DateTimeOffset renewAt, DateTimeOffset at) => Renew(sign.Id, sign.Expires, renewAt, at);

    /// <summary>A request that was never marked can be withdrawn too: nobody shall mark it by mistake later.</summary>
    private protected override void RequireWithdrawable()
    {
        if (State == AssetState.Withdrawn)
        {
            throw new RefusedException(Refusal.WrongState, $"{Root} was withdrawn already.");
        }
    }

    /// <summary>A withdrawal ends the declaration: without a new one, a call that is repeated by mistake would mark them again.</summary>
    private protected override void Withdrawn() => Undeclare();
}
