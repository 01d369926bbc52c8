using System.CommandLine.Parsing;
using System.Runtime.CompilerServices;

namespace DigitalEmblem.Cli.Input;

/// <summary>
/// The mistakes that our own rules find in a command line, as sentences. The parser knows texts only, so that it gets the English, by which
/// the sentence is found again.
/// </summary>
internal static class Mistakes
{
    private static readonly ConditionalWeakTable<SymbolResult, List<Sentence>> Known = [];

    /// <summary>Refuses what was typed.</summary>
    public static void Refuse(this SymbolResult result, Sentence why)
    {
        Known.GetOrCreateValue(result).Add(why);
        result.AddError(why.ToString());
    }

    /// <summary>The sentence of an error of ours; null for an error of the parser.</summary>
    public static Sentence? Of(ParseError error) => error.SymbolResult is { } result && Known.TryGetValue(result, out List<Sentence>? all)
        ? all.Find(s => s.ToString() == error.Message)
        : null;
}
