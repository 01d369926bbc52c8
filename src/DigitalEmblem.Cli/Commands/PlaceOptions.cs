using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Postgres;

namespace DigitalEmblem.Cli.Commands;

/// <summary>The options that name a host and a database.</summary>
internal static class PlaceOptions
{
    private static Sentence HowToConnect => $"Host=NAME;Database=NAME;Username=NAME;SSL Mode=VerifyFull, or env:NAME for the environment "
        + $"variable that holds it. A password in the command line is seen by other users of this machine: put it into that variable, or "
        + $"into the file that PGPASSFILE names. Timeout and Command Timeout say for how many seconds a server is waited for, to connect "
        + $"and for each answer.";

    public static Option<DomainName?> Host(string name, Sentence description, bool required = false) => new(name)
    {
        Description = Speech.Text(description),
        HelpName = "HOST",
        Required = required,
        CustomParser = Parsers.Of(Name)
    };

    /// <summary>One database.</summary>
    public static Option<string?> Postgres(Sentence description) =>
        new("--postgres") { Description = Speech.Text($"{description} {HowToConnect}"), HelpName = "CONNECTION" };

    /// <summary>Several servers.</summary>
    public static Option<string[]> Servers() => new("--postgres")
    {
        Description = Speech.Text(
            $"Look into the comments on all databases of a PostgreSQL server that this connection reads; several times for "
            + $"several servers. {HowToConnect}"),
        HelpName = "CONNECTION"
    };

    /// <summary>Refuses a command line that names neither a path nor a database, or both.</summary>
    public static void NeedOne(Command command, Argument<string?> path, Option<string?> postgres) => command.Validators.Add(result =>
    {
        bool hasPath = result.GetValue(path) is not null, hasDatabase = result.GetValue(postgres) is not null;
        if (hasPath == hasDatabase)
        {
            result.Refuse(hasPath
                ? Sentence.Of($"A PATH is named, and a database (--postgres): name one of them.")
                : $"Nothing is named: give a PATH, or a database with --postgres.");
        }
    });

    /// <summary>The database that was named; null if it is a path.</summary>
    public static PostgresAddress? Address(ParseResult parsed, Option<string?> postgres, CommandContext context) =>
        parsed.GetValue(postgres) is { } text ? PostgresAddress.Parse(text, context) : null;

    private static DomainName Name(string text) =>
        HostName.TryParse(text, out DomainName? name, out Sentence? problem) ? name : throw new MistypedException(problem);
}
