namespace DigitalEmblem.Data.Tests.Vectors;

/// <summary>
/// Makes the files of spec/data-emblem. Outcomes are written by hand and not taken from a reader; what an accepted one shows is taken
/// from ours, and the second reader has to show the same.
/// </summary>
internal sealed class VectorMaker
{
    private static readonly Lazy<SortedDictionary<string, DataVectorFile>> Made = new(MakeAll);

    private readonly List<DataVector> _vectors = [];
    private readonly string _form;
    private readonly string _section;

    private VectorMaker(string form, string section)
    {
        _form = form;
        _section = section;
    }

    /// <summary>The files, by name; made once, because the digests of large contents take a while.</summary>
    public static SortedDictionary<string, DataVectorFile> Make() => Made.Value;

    private static SortedDictionary<string, DataVectorFile> MakeAll() => new(StringComparer.Ordinal)
    {
        ["roots"] = Of("Texts of roots (data-emblem.md, 3).", ("root", "3", RootVectors.Add)),
        ["contents"] = Of("Digests of files (data-emblem.md, 2).", ("content", "2", AddContents)),
        ["heads"] = Of("Heads (data-emblem.md, 5).", ("head", "5", HeadVectors.Add)),
        ["pages"] = Of("Pages (data-emblem.md, 6 and 7.1).", ("page", "6", PageVectors.Add)),
        ["manifests"] = Of("Manifests with the root of their sign (data-emblem.md, 7.2).", ("manifest", "7.2", ManifestVectors.Add)),
        ["volumes"] = Of(
            "Volumes: the manifest and root of the sign, and the manifests beside it (data-emblem.md, 5.3).",
            ("volume", "5.3", VolumeVectors.Add)),
        ["signs"] = Of(
            "Signs and sign files (data-emblem.md, 3 and 8). The keys are made for these vectors and are worth nothing.",
            ("sign", "3", SignVectors.Add),
            ("sign-file", "8", SignVectors.AddFiles)),
        ["comments"] = Of("Comments on databases (data-emblem.md, 8.5).", ("comment", "8.5", CommentVectors.Add)),
    };

    public void Accepted(string name, string why, byte[] input, byte[]? root = null) => Accepted(name, why, Hex(input), root);

    public void Accepted(string name, string why, string input, byte[]? root = null, long? length = null)
    {
        var vector = new DataVector(name, _form, _section, input, "accepted", why, null, root is null ? null : Hex(root), length);
        Add(vector);
    }

    public void Refused(string name, string why, byte[] input, byte[]? root = null) => Refused(name, why, Hex(input), root);

    public void Refused(string name, string why, string input, byte[]? root = null) =>
        _vectors.Add(new DataVector(name, _form, _section, input, "refused", why, null, root is null ? null : Hex(root)));

    public void Accepted(string name, string why, byte[] input, byte[] root, byte[][] older) => Add(
        new DataVector(name, _form, _section, Hex(input), "accepted", why, null, Hex(root), null, [.. older.Select(Hex)]));

    public void Refused(string name, string why, byte[] input, byte[] root, byte[][] older) => _vectors.Add(
        new DataVector(name, _form, _section, Hex(input), "refused", why, null, Hex(root), null, [.. older.Select(Hex)]));

    private void Add(DataVector vector) => _vectors.Add(vector with { Shows = OurReader.Read(vector).Shows ?? [] });

    private static DataVectorFile Of(string about, params (string Form, string Section, Action<VectorMaker> Add)[] parts) =>
        new(about, [.. parts.SelectMany(p =>
        {
            var maker = new VectorMaker(p.Form, p.Section);
            p.Add(maker);
            return maker._vectors;
        })]);

    private static void AddContents(VectorMaker maker)
    {
        maker.Accepted("empty", "The SHA-256 of nothing.", []);
        maker.Accepted("abc", "Up to 64 MiB it is what sha256sum prints.", "abc"u8.ToArray());
        maker.Accepted("64 MiB", "The largest file that is hashed as one.", "61", length: 64 << 20);
        maker.Accepted("64 MiB and a byte", "Two shards, the second one of one byte.", "61", length: (64 << 20) + 1);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
