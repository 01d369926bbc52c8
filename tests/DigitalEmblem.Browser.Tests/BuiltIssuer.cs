using System.Reflection;
using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Browser.Tests;

/// <summary>The programs that were built beside these tests.</summary>
internal static class BuiltIssuer
{
    /// <summary>The issuer.</summary>
    public static string Assembly { get; } = Of("DigitalEmblem.Issuer", "issuer.dll");

    /// <summary>The issuer, as words of a shell.</summary>
    public static string CommandLine => $"'{Environment.ProcessPath}' exec '{Assembly}'";

    /// <summary>The demo.</summary>
    public static string Demo { get; } = Of("DigitalEmblem.Issuer.Demo", "issuer-demo.dll");

    /// <summary>The command.</summary>
    public static string Command { get; } = Of("DigitalEmblem.Cli", "emblem.dll");

    /// <summary>
    /// The words after <c>dotnet</c> that start a program which offers the pseudo-languages too. No setting of the programs does; the
    /// switch stands in a copy of their runtime's settings.
    /// </summary>
    public static string[] InDisguise(string assembly)
    {
        string file = Path.ChangeExtension(assembly, ".runtimeconfig.json"), copy = Path.ChangeExtension(assembly, ".disguised.json");
        JsonNode settings = JsonNode.Parse(File.ReadAllText(file))!;
        JsonNode options = settings["runtimeOptions"]!;
        (options["configProperties"] ??= new JsonObject())["DigitalEmblem.Texts.Pseudo"] = true;
        File.WriteAllText(copy, settings.ToJsonString());
        return ["exec", "--runtimeconfig", copy, assembly];
    }

    // artifacts/bin/DigitalEmblem.Browser.Tests/release: the others lie beside it, in the same configuration.
    private static string Of(string project, string file) => Path.Combine(
        Repository.Root, "artifacts", "bin", project,
        Path.GetFileName(Path.GetDirectoryName(typeof(BuiltIssuer).GetTypeInfo().Assembly.Location)!), file);
}
