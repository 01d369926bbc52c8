using System.Text;
using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data.Tests.Finding;

/// <summary>A tree in which signs lie, and a search over it.</summary>
internal sealed class FindScene : IDisposable
{
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public FindScene() => File.SetUnixFileMode(Tree.FullPath, ForAll);

    public static byte[] Sign { get; } = DataScene.Sign();

    public static byte[] SignFile { get; } = Raw.SignFile(Sign, []);

    public TestTree Tree { get; } = new();

    public string PathOf(string name) => Path.Combine(Tree.FullPath, name);

    public FindScene Add(string name, byte[] content)
    {
        Tree.AddFile(Encoding.UTF8.GetBytes(name), content);
        return this;
    }

    public (List<FoundSign> Signs, DataFound Found) Find(
        bool deep = false, TrustPolicy? policy = null, IReadOnlyList<string>? roots = null, IEvidenceGatherer? evidence = null)
    {
        DataFindRun run = DataFinder.Begin(roots ?? [Tree.FullPath], new DataFindOptions
        {
            Policy = policy ?? TrustPolicy.Default,
            Evidence = evidence ?? HeldEvidence.AssumeCommittedUnsafe,
            At = TestTokens.Now.AddHours(1),
            Deep = deep,
        });
        List<FoundSign> signs = run.SignsAsync().ToBlockingEnumerable().OrderBy(s => s.Path, StringComparer.Ordinal).ToList();
        return (signs, run.Conclude());
    }

    /// <summary>The only sign that is found.</summary>
    public FoundSign Only(bool deep = false) => Find(deep).Signs.Single();

    public void Dispose() => Tree.Dispose();
}
