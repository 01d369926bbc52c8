using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>The sources of a project as the compiler sees them: with what its generators make of pages.</summary>
/// <param name="Name">The project.</param>
/// <param name="Assembly">Its assembly, by whose name it sees internals of others.</param>
internal sealed record SourceProject(string Name, string Assembly)
{
    /// <summary>Those that say sentences, or findings.</summary>
    public static IReadOnlyList<SourceProject> All { get; } =
    [
        new("DigitalEmblem", "DigitalEmblem"), new("DigitalEmblem.Verifier", "DigitalEmblem.Verifier"),
        new("DigitalEmblem.Discovery", "DigitalEmblem.Discovery"), new("DigitalEmblem.Data", "DigitalEmblem.Data"),
        new("DigitalEmblem.Texts", "DigitalEmblem.Texts"), new("DigitalEmblem.Cli", "emblem"), new("DigitalEmblem.Issuer", "issuer"),
    ];

    // artifacts/bin/DigitalEmblem.Issuer.Tests/release: the objects of the same build lie in artifacts/obj/NAME/release.
    private static readonly string Configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>Compiles it, in memory. What other generators would make is missing, which no sentence needs.</summary>
    public CSharpCompilation Compile()
    {
        string sources = Path.Combine(Repository.Root, "src", Name);
        string objects = Path.Combine(Repository.Root, "artifacts", "obj", Name, Configuration);
        IEnumerable<string> files = Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("Migrations", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(objects, "*.GlobalUsings.g.cs"))
            .Concat(Directory.Exists(Path.Combine(objects, "generated"))
                ? Directory.EnumerateFiles(Path.Combine(objects, "generated"), "*_cshtml.g.cs", SearchOption.AllDirectories)
                : []);
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None);
        return CSharpCompilation.Create(
            Assembly,
            files.Order(StringComparer.Ordinal).AsParallel().AsOrdered()
                .Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), options, Path.GetRelativePath(sources, f))),
            References().Where(r => Path.GetFileNameWithoutExtension(r) != Assembly).Select(r => MetadataReference.CreateFromFile(r)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    // These tests run on all that the projects are built on.
    private static string[] References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
}
