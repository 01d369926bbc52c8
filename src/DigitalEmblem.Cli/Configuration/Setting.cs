using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Configuration;

/// <summary>A setting of the user's configuration. It stands for the option of the same name, where that is not given.</summary>
internal sealed class Setting
{
    private readonly Func<string, CommandContext, Sentence?> _fault;

    private Setting(string name, bool isList, Func<string, CommandContext, Sentence?> fault, bool isPath = false)
    {
        Name = name;
        IsList = isList;
        IsPath = isPath;
        _fault = fault;
    }

    /// <summary>The authorities that are trusted.</summary>
    public static Setting TrustAuthority { get; } = new("trust-authority", isList: true, Parsed(TrustedAuthority.Parse));

    /// <summary>The DNS servers that are asked.</summary>
    public static Setting Server { get; } = new("server", isList: true, Parsed(DnsServer.Parse));

    /// <summary>The resolvers that are asked over TLS.</summary>
    public static Setting Dot { get; } = new("dot", isList: true, Parsed(DnsServer.ParseTls));

    /// <summary>The resolvers that are asked over HTTPS.</summary>
    public static Setting Doh { get; } = new("doh", isList: true, Parsed(DnsServer.ParseHttps));

    /// <summary>The list of logs that count.</summary>
    public static Setting LogList { get; } = new("log-list", isList: false, PathFault, isPath: true);

    /// <summary>The roots that binding certificates must lead to.</summary>
    public static Setting Roots { get; } = new("ca", isList: true, PathFault, isPath: true);

    /// <summary>The language of what people read.</summary>
    public static Setting Language { get; } = new("language", isList: false, LanguageChoice.Fault);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } = [TrustAuthority, Server, Dot, Doh, LogList, Roots, Language];

    /// <summary>Its name in the file, and that of the option without its dashes.</summary>
    public string Name { get; }

    /// <summary>Whether it has several values.</summary>
    public bool IsList { get; }

    /// <summary>Whether its values are files.</summary>
    public bool IsPath { get; }

    /// <summary>The setting of a name; null if there is none.</summary>
    public static Setting? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>What is wrong with a value; null if nothing is.</summary>
    public Sentence? Fault(string value, CommandContext context) => _fault(value, context);

    // A path that depends on the folder in which the command runs would be another file in each.
    private static Sentence? PathFault(string path, CommandContext context) => Path.IsPathFullyQualified(path)
        ? null
        : Sentence.Of($"'{Terminal.Line(path)}' is not a whole path: write it from the root of the file system on.");

    private static Func<string, CommandContext, Sentence?> Parsed<T>(Func<string, T> parse) => (value, _) =>
    {
        try
        {
            parse(value);
            return null;
        }
        catch (FormatException e)
        {
            return Sentence.Of(e);
        }
    };
}
