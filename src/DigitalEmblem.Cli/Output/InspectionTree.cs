using Spectre.Console;

namespace DigitalEmblem.Cli.Output;

/// <summary>Items as a tree.</summary>
internal static class InspectionTree
{
    public static void Write(UnverifiedTokens tokens, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        Sentence meaning = $"This is what the items say, and anyone may have written it; 'emblem verify' checks it.";
        console.MarkupLine($"{Terminal.Styled("bold", $"Not verified.")} {Terminal.Markup(meaning)}");
        if (tokens.ExceededLimit is { } exceeded)
        {
            console.MarkupLine($"[yellow]{exceeded.Code}[/]: {Terminal.Markup(LibraryWords.Of(exceeded))}");
        }

        foreach (InputItem item in tokens.Items)
        {
            console.Write(TreeOf(item));
        }

        if (tokens.Items.Count == 0)
        {
            console.Line($"There is no token and no key.");
        }
    }

    private static Tree TreeOf(InputItem item)
    {
        var tree = new Tree($"{item.Number}. {Terminal.Styled("bold", KindOf(item))} ({Terminal.Safe(item.Where)})");
        if (item.Token is { } token)
        {
            Add(tree, Inspection.Header(token));
            Add(tree, Inspection.Claims(token.Claims));
            foreach (Finding note in token.Notes)
            {
                tree.AddNode($"[grey]{note.Code}[/]: {Terminal.Markup(LibraryWords.Of(note))}");
            }
        }
        else if (item.Key is { } key)
        {
            Add(
                tree, [
                    new($"algorithm", $"{key.Algorithm.Name}"),
                    new($"COSE identifier", $"{key.CoseIdentifier}"),
                    new($"JWK identifier", $"{key.JwkIdentifier}")]);
        }
        else
        {
            tree.AddNode(Terminal.Styled("red", Sentence.Of(item.Fault!)));
        }

        return tree;
    }

    public static Sentence KindOf(InputItem item) => item switch
    {
        { Token.Claims: Emblem } => $"emblem",
        { Token: not null } => $"endorsement",
        { Key: not null } => $"public key",
        _ => $"undecodable",
    };

    private static void Add(Tree tree, IEnumerable<InspectedClaim> pairs)
    {
        foreach (InspectedClaim pair in pairs)
        {
            tree.AddNode(pair.Markup);
        }
    }
}
