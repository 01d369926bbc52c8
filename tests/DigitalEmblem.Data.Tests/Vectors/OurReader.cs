using System.Globalization;
using System.Text;
using DigitalEmblem.Data.Places;

namespace DigitalEmblem.Data.Tests.Vectors;

/// <summary>Answers a vector with the library, in the words that vectors use.</summary>
internal static class OurReader
{
    /// <summary>What it shows; null and the reason if it is refused. Any other exception is a fault of the library.</summary>
    public static (IReadOnlyList<string>? Shows, string? Why) Read(DataVector vector)
    {
        try
        {
            return ([.. Shown(vector)], null);
        }
        catch (DataFormatException e)
        {
            return (null, e.Message);
        }
    }

    public static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Shown(DataVector vector)
    {
        if (vector.Form == "root")
        {
            return [Convert.ToHexStringLower(DataRoot.Parse(vector.Input).ToArray())];
        }

        byte[] input = Convert.FromHexString(vector.Input);
        switch (vector.Form)
        {
            case "content":
                using (var digest = new ContentDigest())
                {
                    byte[] piece = vector.Length is null ? input : [.. Enumerable.Repeat(input, 4096).SelectMany(i => i)];
                    for (long left = vector.Length ?? input.Length; left > 0; left -= piece.Length)
                    {
                        digest.Append(piece.AsSpan(0, (int)Math.Min(left, piece.Length)));
                    }

                    return [digest.Finish().ToString()];
                }

            case "head":
                return Head(ManifestHead.Read(input));
            case "page":
                return ManifestPage.Read(input, 0, new EntryRules([])).Select(Entry);
            case "manifest":
                return Manifest(ManifestReader.Open(new MemoryStream(input), DataRoot.FromBytes(Convert.FromHexString(vector.Root!))));
            case "volume":
                return Volume(input, DataRoot.FromBytes(Convert.FromHexString(vector.Root!)), vector.Older ?? []);
            case "sign":
                return Sign(DataSign.Read(input));
            case "sign-file":
                SignFile file = SignFile.Open(new MemoryStream(input));
                return [.. Sign(file.Sign), .. Manifest(file.OpenManifest())];
            case "comment":
                string sign = !CommentSign.IsIn(input) ? "no sign"
                    : CommentSign.Read(input) is { } signFile ? $"sign file {Convert.ToHexStringLower(signFile)}"
                    : "another version";
                return [sign, $"text {Convert.ToHexStringLower(CommentSign.Without(input))}"];
            default:
                throw new NotSupportedException(vector.Form);
        }
    }

    private static IEnumerable<string> Manifest(ManifestReader reader) => [.. Head(reader.Head), .. reader.Entries().Select(Entry)];

    // A break is no refusal of a volume: it shows which generations are known, and what they list.
    private static List<string> Volume(byte[] newest, DataRoot root, IReadOnlyList<string> older)
    {
        Dictionary<DataRoot, byte[]> beside = [];
        foreach (byte[] manifest in older.Select(Convert.FromHexString))
        {
            beside[ManifestReader.OpenUnnamed(new MemoryStream(manifest)).Root] = manifest;
        }

        ManifestReader reader = ManifestReader.Open(new MemoryStream(newest), root);
        if (reader.Head.Terms.Kind != DataKind.Volume)
        {
            throw new DataFormatException("the head is of no volume", "head");
        }

        var chain = VolumeChain.Follow(
            reader, r => new MemoryStream(beside.GetValueOrDefault(r) ?? (r == root ? newest : throw new IOException("it is not there"))));
        using VolumeEntries entries = chain.Entries(reader.Head.Terms.Exclusions);
        List<(long Generation, string Line)> listed = [];
        while (entries.Peek() is { } entry)
        {
            long generation = entries.Told(Standings.Filled(entry)).Generation!.Value;
            listed.Add((generation, Line($"{generation} {Entry(entry)}")));
            entries.Advance();
        }

        return
        [
            .. chain.Generations.Select(g => Line($"generation {g.Number} {Convert.ToHexStringLower(g.Root.ToArray())}")),
            Line($"break {chain.Break.Generation}"),
            .. listed.Where(l => l.Generation > chain.Break.Generation).Select(l => l.Line),
        ];
    }

    private static string Entry(ManifestEntry entry)
    {
        string path = Convert.ToHexStringLower(entry.Path.Bytes);
        return entry.Kind <= EntryKind.Link
            ? Line($"{(int)entry.Kind} {path} {entry.Size} {entry.Digest}")
            : Line($"{(int)entry.Kind} {path}");
    }

    private static List<string> Head(ManifestHead head)
    {
        List<string> lines =
        [
            Line($"kind {(int)head.Terms.Kind}"), $"nonce {Convert.ToHexStringLower(head.Nonce)}", Line($"files {head.Files}"),
            Line($"bytes {head.Bytes}"),
        ];
        foreach (PageReference page in head.Pages)
        {
            lines.Add(Line($"page {page.Digest} {page.Length}"));
        }

        lines.AddRange(head.Terms.Exclusions.Select(p => $"exclusion {Convert.ToHexStringLower(p.Bytes)}"));
        if (head.Terms.Place is { } place)
        {
            lines.Add($"place {place.Host} {place.Kind}");
            lines.AddRange(place.Facts.Select(f => $"fact {f.Name} {f.Value}"));
        }

        if (head.Terms.Generation is { } generation)
        {
            lines.Add(Line($"generation {generation}"));
            lines.Add($"previous {(head.Terms.Previous is { } root ? Convert.ToHexStringLower(root.ToArray()) : "none")}");
        }

        return lines;
    }

    private static string[] Sign(DataSign sign)
    {
        (long notBefore, long expires) = sign.Claims.Validity.ToNumericDates();
        bool valid = sign.Verify(
            new Verifier.TrustPolicy { RequiredLevel = Verifier.SecurityLevel.Signed },
            HeldEvidence.AssumeCommittedUnsafe,
            TestSupport.TestTokens.Now).Tokens.Any(t => t.Claims is Emblem && t.Key is not null);
        return
        [
            $"root {Convert.ToHexStringLower(sign.Root.ToArray())}", $"issuer {sign.Claims.Issuer?.ToString() ?? "none"}",
            Line($"purposes {(int)sign.Claims.Purposes!.Value}"), Line($"valid {notBefore} {expires}"),
            $"signature {(valid ? "valid" : "not valid")}",
        ];
    }
}
