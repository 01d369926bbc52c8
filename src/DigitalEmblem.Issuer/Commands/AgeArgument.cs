using System.CommandLine;
using DigitalEmblem.Issuer.Storage.Backups;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>The option that says where the program age is.</summary>
internal static class AgeArgument
{
    /// <summary>The option.</summary>
    public static Option<string> Create() => new("--age")
    {
        Description = "The whole path of the program age. It is started as this user, so nobody else may be able to write it.",
        HelpName = "PATH",
        DefaultValueFactory = _ => AgeProgram.Usual,
    };

    /// <summary>The program.</summary>
    public static AgeProgram Of(string path) => new(path, TimeProvider.System);
}
