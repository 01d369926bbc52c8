using DigitalEmblem.Cli.Input;
using DigitalEmblem.Fuzz.Running;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>Names, addresses, records and codings as people and tools write them.</summary>
internal static class TextTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("identifiers", Identifiers)
        {
            MaxLength = 1024,
            Words = Text.Words("https://", "xn--", "*.", "[", "]", "::ffff:", "/48", ".", "%", "\u0130", "\u00df", "\u202e", "_", "-"),
        },
        new("host-name", HostNames)
        {
            MaxLength = 4096,
            Words = Text.Words("https://", "http:", "\\", "@", ":443", "//", "?", "#", "%2e", "[::1]", "\t", "\u3002")
        },
        new("codings", Codings) { MaxLength = 2048 },
        new("zone-line", ZoneLine)
        {
            Words = Text.Words("IN", "TXT", "TYPE65297", "CLASS1", "\\#", "\"", "(", ")", ";", "\\034", "3600", "1h30m", "$ORIGIN", " ")
        },
    ];

    private static void Identifiers(ReadOnlyMemory<byte> input)
    {
        string text = Text.Of(input);
        if (DomainName.TryParse(text, out DomainName? name))
        {
            Invariant.Equal(name, DomainName.Parse(name.ToString()), "a name through text");
            Invariant.Harmless(name.ToString(), "a name");
        }

        if (OrganizationIdentifier.TryParse(text, out OrganizationIdentifier? organization))
        {
            Invariant.Equal(organization, OrganizationIdentifier.Parse(organization.ToString()), "an organization through text");
            Invariant.Harmless(organization.ToString(), "an organization");
        }

        if (AssetIdentifier.TryParse(text, out AssetIdentifier? asset))
        {
            Invariant.Equal(asset, AssetIdentifier.Parse(asset.ToString()), "an asset through text");
            Invariant.Holds(asset.Covers(asset) || asset.Kind == AssetKind.Unrecognized, "an asset does not cover itself");
        }

        if (KeyIdentifier.TryParse(text, out KeyIdentifier key))
        {
            Invariant.Equal(key, KeyIdentifier.Parse(key.ToString()), "a key identifier through text");
        }

        try
        {
            DomainName international = DomainName.FromUnicode(text);
            Invariant.Equal(international, DomainName.Parse(international.ToString()), "an international name through text");
        }
        catch (FormatException e)
        {
            Invariant.Harmless(e.Message, "why a name is none");
        }
    }

    private static void HostNames(ReadOnlyMemory<byte> input)
    {
        if (HostName.TryParse(Text.Of(input), out DomainName? name, out Texts.Sentence? problem))
        {
            Invariant.Harmless(name.ToString(), "a host name");
        }
        else
        {
            Invariant.Harmless(problem.ToString(), "why a host name is none");
        }
    }

    private static void Codings(ReadOnlyMemory<byte> input)
    {
        Invariant.SameBytes(input.Span, Base32.Decode(Base32.Encode(input.Span)), "base32");
        string text = Text.Of(input);
        if (Base32.Decode(text) is { } fromBase32)
        {
            Invariant.Equal(text.ToLowerInvariant(), Base32.Encode(fromBase32), "base32, which has one spelling but for case");
        }

        if (Base64UrlText.TryDecode(text, out byte[]? fromBase64))
        {
            Invariant.Equal(text, Base64UrlText.Encode(fromBase64), "base64url, which has one spelling");
        }

        Invariant.Harmless(Printable.Text(text), "sanitised text");
    }

    private static void ZoneLine(ReadOnlyMemory<byte> input)
    {
        UnverifiedTokens read = UnverifiedTokens.Read(input);
        foreach (InputItem item in read.Items)
        {
            Invariant.Harmless(item.Where, "the place of an item");
        }
    }
}
