using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Input;

/// <summary>
/// The folders where the command keeps the configuration, the log list, the store of commitments, and the logs' answers: the XDG base
/// directories, or all below <c>EMBLEM_HOME</c>.
/// </summary>
internal static class UserFolder
{
    public static string? LogList(CommandContext context) => Data(context) is { } data ? Path.Combine(data, "log_list.json") : null;

    public static string? Configuration(CommandContext context) =>
        Of(context, "XDG_CONFIG_HOME", ".config") is { } folder ? Path.Combine(folder, "config.json") : null;

    public static string? Cache(CommandContext context) =>
        Of(context, "XDG_CACHE_HOME", ".cache") is { } cache ? Path.Combine(cache, "logs") : null;

    /// <summary>The store; null if none is named and the default one does not exist.</summary>
    /// <param name="named">The file that was named.</param>
    /// <param name="make">Whether to make it if it is not there.</param>
    /// <param name="context">The process.</param>
    public static CommitmentStore? Store(string? named, bool make, CommandContext context)
    {
        string? path = named ?? (Data(context) is { } data ? Path.Combine(data, "roots.db") : null);
        if (path is null)
        {
            return make ? throw new UsageException($"There is no home folder to keep the store in: name a file with --store.") : null;
        }

        if (!File.Exists(path) && !make)
        {
            return named is null ? null : throw new UsageException($"'{path}' does not exist. 'emblem roots add' makes a store.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            CreatePrivate(folder);
        }

        context.FilesRead.Add(path);
        return CommitmentStore.Open(path);
    }

    /// <summary>Makes a folder that only its owner can read, if it is not there.</summary>
    public static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string? Data(CommandContext context) => Of(context, "XDG_DATA_HOME", Path.Combine(".local", "share"));

    private static string? Of(CommandContext context, string variable, string belowHome)
    {
        string? Variable(string name) => context.Environment(name) is { Length: > 0 } value ? value : null;
        return Variable("EMBLEM_HOME")
            ?? (Variable(variable) is { } stated ? Path.Combine(stated, "emblem") : null)
            ?? ((Variable("HOME") ?? Variable("USERPROFILE")) is { } home ? Path.Combine(home, belowHome, "emblem") : null);
    }
}
