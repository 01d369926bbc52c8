using Spectre.Console;

namespace DigitalEmblem.Cli.Output;

/// <summary>Items as a tree.</summary>
internal static class InspectionTree
{
    public static void Write(UnverifiedTokens tokens, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        console.MarkupLine(
            "[bold]Not verified.[/] This is what the items say, and anyone may have written it; 'emblem verify' checks it.");
        if (tokens.ExceededLimit is { } exceeded)
        {
            console.MarkupLine($"[yellow]{exceeded.Code}[/]: {Terminal.SafeAll(exceeded.Message)}");
        }

        foreach (InputItem item in tokens.Items)
        {
            console.Write(TreeOf(item));
        }

        if (tokens.Items.Count == 0)
        {
            console.WriteLine("There is no token and no key.");
        }
    }

    private static Tree TreeOf(InputItem item)
    {
        var tree = new Tree($"{item.Number}. [bold]{KindOf(item)}[/] ({Terminal.Safe(item.Where)})");
        if (item.Token is { } token)
        {
            Add(tree, Inspection.Header(token));
            Add(tree, Inspection.Claims(token.Claims));
            foreach (Finding note in token.Notes)
            {
                tree.AddNode($"[grey]{note.Code}[/]: {Terminal.SafeAll(note.Message)}");
            }
        }
        else if (item.Key is { } key)
        {
            Add(
                tree, [
                    ("algorithm", key.Algorithm.Name),
                    ("COSE identifier", key.CoseIdentifier.ToString()),
                    ("JWK identifier", key.JwkIdentifier.ToString())]);
        }
        else
        {
            tree.AddNode($"[red]{Terminal.SafeAll(item.Fault!.Message)}[/]");
        }

        return tree;
    }

    public static string KindOf(InputItem item) => item switch
    {
        { Token.Claims: Emblem } => "emblem",
        { Token: not null } => "endorsement",
        { Key: not null } => "public key",
        _ => "undecodable",
    };

    private static void Add(Tree tree, IEnumerable<(string Name, string Value)> pairs)
    {
        foreach ((string name, string value) in pairs)
        {
            tree.AddNode($"[grey]{name}[/] {Terminal.Safe(value)}");
        }
    }
}
