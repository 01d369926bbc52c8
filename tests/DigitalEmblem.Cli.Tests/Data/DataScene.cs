using System.Text;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Files;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>
/// A society with a key, a bundle of endorsements and a folder to mark. All is valid now, because child processes have the real clock.
/// </summary>
internal sealed class DataScene : IDisposable
{
    public const string Society = "https://society.example", Ministry = "https://ministry.example";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    public DataScene()
    {
        Command = new Command { Now = Now };
        Command.Write("emblem.pem", TestKeys.QuickPem(EmblemKey, "test"));
        Command.Write("bundle", Bundle());
        Directory.CreateDirectory(Tree);
    }

    public static SoftwareSigningKey EmblemKey { get; } = TestKeys.Of(SignatureAlgorithm.Ed25519);

    public static SoftwareSigningKey RootKey { get; } = TestKeys.Of(SignatureAlgorithm.ES256);

    public static SoftwareSigningKey MinistryKey { get; } = TestKeys.Of(SignatureAlgorithm.ES384);

    public Command Command { get; }

    /// <summary>The folder to mark.</summary>
    public string Tree => Command.PathOf("tree");

    /// <summary>Its sign.</summary>
    public string Sign => Path.Combine(Tree, ".adem", "emblem");

    public void Dispose() => Command.Dispose();

    /// <summary>Endorsements of the key by the society's root key, and of that by the ministry.</summary>
    public static byte[] Bundle(TimeSpan? lifetime = null, bool own = true, SoftwareSigningKey? emblemKey = null)
    {
        var validity = Validity.From(Now.AddDays(-1), lifetime ?? TimeSpan.FromDays(100));
        Endorsement ofKey = TestTokens.Endorsement((emblemKey ?? EmblemKey).PublicKey) with { Validity = validity };
        Endorsement ofRoot = TestTokens.Endorsement(RootKey.PublicKey, TestTokens.Ministry) with { Validity = validity };
        List<ReadOnlyMemory<byte>> items =
            [.. ((SoftwareSigningKey[])[RootKey, MinistryKey]).Select(k => (ReadOnlyMemory<byte>)k.PublicKey.ToCoseKey())];
        items.Add(Cwt.Sign(ofRoot, MinistryKey));
        if (own)
        {
            items.Add(Cwt.Sign(ofKey, RootKey));
        }

        return TokenBundle.Write(items);
    }

    /// <summary>Makes a file in the folder.</summary>
    public string Add(string path, string content = "content")
    {
        string file = Path.Combine(Tree, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }

    /// <summary>Makes a file whose name is bytes.</summary>
    public void Add(ReadOnlySpan<byte> name)
    {
        using var folder = Folder.Open(Tree);
        using SafeWrite file = folder.Replace(name, 0x1A4);
        file.Write("content"u8);
        file.Commit();
    }

    /// <summary>Makes many small files, a hundred in each folder.</summary>
    public void AddMany(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Add($"{i / 100}/{i}", $"The content of the file {i}.");
        }
    }

    /// <summary>The arguments that mark the folder, or something else.</summary>
    public string[] MarkArguments(params string[] more) =>
        ["data", "mark", Tree, .. Signing, .. more];

    /// <summary>The options that sign.</summary>
    public string[] Signing =>
    [
        "--with", Command.PathOf("bundle"), "--key", Command.PathOf("emblem.pem"), "--issuer", Society, "--purpose", "protective"
    ];

    /// <summary>The arguments that check a path, the folder by default.</summary>
    public string[] CheckArguments(string? path = null, params string[] more) =>
        ["data", "check", path ?? Tree, "--assume-committed", .. more];

    /// <summary>Marks the folder a minute ago, so that a month of validity is 29 days now.</summary>
    public string Mark(params string[] more)
    {
        Command.Now = Now.AddMinutes(-1);
        string output = Command.Done(MarkArguments(more));
        Command.Now = Now;
        return output;
    }

    public (int Code, string Out, string Error) Check(string? path = null, params string[] more) =>
        Command.Run(CheckArguments(path, more));

    /// <summary>The bytes of the sign, for a test that alters them.</summary>
    public byte[] ReadSign() => File.ReadAllBytes(Sign);

    /// <summary>The manifest of the folder.</summary>
    public string Manifest => Path.Combine(Tree, ".adem", DataSign.Read(ReadSign()).Root.ManifestFileName);

    /// <summary>The path of an entry.</summary>
    public static EntryPath PathOf(string path) => EntryPath.Of(Encoding.UTF8.GetBytes(path));
}
