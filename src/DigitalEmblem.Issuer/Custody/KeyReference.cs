using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// The reference by which a store finds a key: a name for people, a hyphen and the key identifier. It has only a-z, 0-9 and hyphens, so
/// that it is a safe file name, which cannot lead out of its folder.
/// </summary>
internal sealed record KeyReference
{
    private const int MaxNameLength = 40;

    private KeyReference(string name, KeyIdentifier identifier)
    {
        Name = name;
        Identifier = identifier;
    }

    /// <summary>1 to 40 characters.</summary>
    public string Name { get; }

    /// <summary>The key identifier of the CWT profile, computed when the key was made.</summary>
    public KeyIdentifier Identifier { get; }

    /// <summary>The reference of a key that people call <paramref name="label"/>.</summary>
    public static KeyReference Of(string label, KeyIdentifier identifier) => new(NameOf(label), identifier);

    /// <summary>The letters and digits of a label, with hyphens for other characters between them; "key" if it has none.</summary>
    public static string NameOf(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        string hyphened = string.Concat(label.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
        string name = string.Join('-', hyphened.Split('-', StringSplitOptions.RemoveEmptyEntries));
        name = (name.Length > MaxNameLength ? name[..MaxNameLength] : name).TrimEnd('-');
        return name.Length > 0 ? name : "key";
    }

    /// <summary>Reads a reference, and refuses everything that <see cref="Of"/> would not have made.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out KeyReference? reference)
    {
        reference = null;
        int hyphen = (text?.Length ?? 0) - KeyIdentifier.TextLength - 1;
        if (hyphen is < 1 or > MaxNameLength || !KeyIdentifier.TryParse(text![(hyphen + 1)..], out KeyIdentifier identifier))
        {
            return false;
        }

        var read = Of(text[..hyphen], identifier);
        reference = read.ToString() == text ? read : null;
        return reference is not null;
    }

    /// <summary>Reads a reference to the key <paramref name="expected"/>.</summary>
    /// <exception cref="KeyCustodyException">It is not a reference, or refers to another key.</exception>
    public static KeyReference Parse(string text, KeyIdentifier expected)
    {
        KeyReference reference = Parse(text);
        return reference.Identifier == expected
            ? reference
            : throw new KeyCustodyException(
                KeyFault.AnotherKey,
                $"The reference {reference} is to another key than {expected}, which was asked for: nothing was opened. "
                    + $"The record of this key has been changed; compare it with the journal and a backup.");
    }

    /// <summary>Reads a reference.</summary>
    /// <exception cref="KeyCustodyException">It is not a reference.</exception>
    public static KeyReference Parse(string text) => TryParse(text, out KeyReference? reference)
        ? reference
        : throw new KeyCustodyException(
            KeyFault.NotFound,
            $"'{Shown(text)}' is no reference of a key that this issuer made: nothing was touched. "
                + $"The record of this key has been changed; compare it with the journal and a backup.");

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => $"{Name}-{Identifier}";

    // The text may be hostile, so make it safe to print on a terminal.
    private static string Shown(string? text) => string.Concat((text ?? "").Take(100).Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
