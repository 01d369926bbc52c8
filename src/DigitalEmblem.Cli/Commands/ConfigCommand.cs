using System.CommandLine;
using System.Text.Json;
using DigitalEmblem.Cli.Configuration;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem config</c>, <c>config set|unset|path</c>: what a user has configured.</summary>
internal static class ConfigCommand
{
    private const int NameWidth = 17;

    private static Sentence Description => $"""
        Shows what is in force where no option says otherwise: whom you trust, which servers are asked, and where each value comes from.

        The settings have the names of options: trust-authority, server, dot, doh, log-list, ca, language. An option on the command line
        takes the place of the setting; one of --server, --dot and --doh takes the place of all three. The file is a JSON object. It
        counts only if nobody but you and root can write it, because anyone who writes it chooses whom you trust.

        Examples:
          emblem config set trust-authority https://ministry.example
          emblem config set dot 192.0.2.53#dns.example
          emblem config
        """;

    public static Command Create(CommandContext context)
    {
        var command = new Command("config", Speech.Text(Description)) { Set(context), Unset(context), PathOf(context) };
        command.SetAction(_ => Show(context));
        return command;
    }

    /// <summary>Whether a command mends the configuration, and so runs also with one that is broken.</summary>
    public static bool Mends(ParseResult parsed) => Arguments.PathOf(parsed).StartsWith("emblem config ", StringComparison.Ordinal);

    private static Command Set(CommandContext context)
    {
        Argument<string> name = Name();
        var values = new Argument<string[]>("VALUE")
        {
            Description = Speech.Text($"What the option of that name takes; it takes the place of what was there."),
            Arity = ArgumentArity.OneOrMore
        };
        var command = new Command("set", Speech.Text($"Writes a setting into the file, which is made if it is not there."))
        {
            name,
            values
        };
        command.SetAction(parsed =>
        {
            string path = File(context), asked = parsed.GetValue(name)!;
            Setting setting = Setting.Find(asked) ?? throw new UsageException(ConfigurationFile.Unknown(path, asked));
            string[] given = [.. parsed.GetValue(values)!.Select(v => setting.IsPath ? Path.GetFullPath(v) : v)];
            if (!setting.IsList && given.Length > 1)
            {
                throw new UsageException($"'{setting.Name}' has one value, and {given.Length} were given.");
            }

            if (setting.IsPath && Array.Find(given, v => !System.IO.File.Exists(v)) is { } missing)
            {
                throw new UsageException($"'{missing}' does not exist.");
            }

            if (given.Select(v => setting.Fault(v, context)).OfType<Sentence>().FirstOrDefault() is { } fault)
            {
                throw new UsageException(fault);
            }

            Dictionary<string, JsonElement> members = ConfigurationFile.Members(path);
            members[setting.Name] = Json(setting, given);
            ConfigurationFile.Checked(path, members, context);
            ConfigurationFile.Write(path, members, context);
            context.Tell($"Wrote {Terminal.Line(path)}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Unset(CommandContext context)
    {
        Argument<string> name = Name();
        var command = new Command("unset", Speech.Text($"Takes a setting out of the file, also one that this command does not know."))
        {
            name
        };
        command.SetAction(parsed =>
        {
            string path = File(context), given = parsed.GetValue(name)!;
            Dictionary<string, JsonElement> members = ConfigurationFile.Members(path);
            if (!members.Remove(given))
            {
                throw new UsageException(Setting.Find(given) is null
                    ? ConfigurationFile.Unknown(path, given)
                    : $"'{given}' is not set in '{Terminal.Line(path)}'.");
            }

            ConfigurationFile.Write(path, members, context);
            context.Tell($"Wrote {Terminal.Line(path)}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command PathOf(CommandContext context)
    {
        var command = new Command("path", Speech.Text($"Prints where the file is, or would be."));
        command.SetAction(_ =>
        {
            context.Print(File(context));
            return ExitCode.Done;
        });
        return command;
    }

    private static int Show(CommandContext context)
    {
        if (UserFolder.Configuration(context) is { } path)
        {
            context.Tell(System.IO.File.Exists(path)
                ? Sentence.Of($"The file is {Terminal.Line(path)}.")
                : $"There is no file {Terminal.Line(path)}; 'emblem config set' makes it.");
        }

        foreach (Setting setting in Setting.All)
        {
            SettingInForce inForce = SettingInForce.Of(setting, context);
            var name = new Cell($"{setting.Name}", NameWidth);
            context.Say(inForce.Values.Count == 0
                ? Sentence.Of($"{name}none")
                : $"{name}{string.Join(' ', inForce.Values)} ({inForce.Source})");
        }

        return ExitCode.Done;
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("NAME") { Description = Speech.Text($"The name of the setting.") };
        name.CompletionSources.Add([.. Setting.All.Select(s => s.Name)]);
        return name;
    }

    private static string File(CommandContext context) => UserFolder.Configuration(context)
        ?? throw new UsageException($"There is no home folder to keep the configuration in: set EMBLEM_HOME or HOME.");

    private static JsonElement Json(Setting setting, string[] values)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            if (setting.IsList)
            {
                json.WriteStartArray();
            }

            foreach (string value in values)
            {
                json.WriteStringValue(value);
            }

            if (setting.IsList)
            {
                json.WriteEndArray();
            }
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
