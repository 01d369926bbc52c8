using System.Globalization;
using System.Text;
using Npgsql;

namespace DigitalEmblem.Cli.Postgres;

/// <summary>
/// A PostgreSQL database, by the connection string that the caller gave. What is shown of it has no user and no password.
/// </summary>
internal sealed class PostgresAddress
{
    /// <summary>The word of a connection string that sets the time to connect.</summary>
    public const string ConnectSetting = "Timeout";

    /// <summary>The word of a connection string that sets the time for an answer.</summary>
    public const string AnswerSetting = "Command Timeout";

    private const string FromEnvironment = "env:";

    // What the driver does where nothing is set. 0 is no limit for it, and a server could keep the command for ever.
    private const int UsualToConnect = 15, UsualToAnswer = 30, UsualToCancel = 2000, MostToAnswer = 24 * 60 * 60;

    private readonly NpgsqlConnectionStringBuilder _settings;

    private PostgresAddress(NpgsqlConnectionStringBuilder settings) => _settings = settings;

    /// <summary>The server: a host, or the folder of a Unix socket.</summary>
    public string Host => _settings.Host!;

    /// <summary>The database that is asked for; null for the one that has the user's name.</summary>
    public string? Database => _settings.Database;

    /// <summary>How long it may take to connect, with all that the server asks for first.</summary>
    internal TimeSpan ToConnect => TimeSpan.FromSeconds(_settings.Timeout);

    /// <summary>How long a question may take, with all of its answer.</summary>
    internal TimeSpan ToAnswer => TimeSpan.FromSeconds(_settings.CommandTimeout);

    /// <summary>The whole connection string, with the password.</summary>
    internal string ConnectionString => _settings.ConnectionString;

    /// <summary>Who learns of the question, a sentence.</summary>
    public Sentence Exposure => IsUnixSocket
        ? Sentence.Of($"The database server behind {Host}: it was asked as any client asks.")
        : $"The database server at {Host}, and, where it is a name, the resolvers of this machine: it was asked as any client asks.";

    private bool IsUnixSocket => Host.StartsWith('/');

    /// <summary>Reads it, or the environment variable that it names.</summary>
    /// <exception cref="UsageException">It is none. The message never has a part of it, which may be one of a password.</exception>
    public static PostgresAddress Parse(string text, CommandContext context)
    {
        bool isNamed = text.StartsWith(FromEnvironment, StringComparison.Ordinal);
        string? variable = isNamed ? text[FromEnvironment.Length..] : null;
        string? connection = variable is null ? text : context.Environment(variable);
        if (string.IsNullOrWhiteSpace(connection))
        {
            throw new UsageException($"The environment variable '{variable}' has no connection string in it.");
        }

        Sentence where = variable is null ? Sentence.Of($"The value of --postgres") : $"The environment variable '{variable}'";
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            throw new UsageException(
                $"{where} is no connection string: write Host=db.society.example;Database=records;Username=reader;SSL Mode=VerifyFull, "
                    + $"and a value that has ; in it between quotation marks.");
        }

        SplitPort(settings);
        if (string.IsNullOrEmpty(settings.Host) || settings.Host.Contains(',', StringComparison.Ordinal)
            || settings.TargetSessionAttributes is not null)
        {
            throw new UsageException(
                $"{where} names no server, or several: write one as Host=db.society.example, or give the option twice.");
        }

        return new PostgresAddress(Hardened(settings));
    }

    /// <summary>How a database of this server is shown (data-emblem, comment on a database).</summary>
    /// <param name="database">Its name; null if it is not known.</param>
    public string Show(string? database)
    {
        string port = _settings.Port.ToString(CultureInfo.InvariantCulture);
        return IsUnixSocket
            ? $"postgresql:///{Escape(database)}?host={Escape(Host, "/")}&port={port}"
            : $"postgresql://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{port}/{Escape(database)}";
    }

    /// <summary>
    /// Why what the server says does not count as observed on a host (data-emblem, outcomes): the end of a sentence; null if it counts.
    /// </summary>
    /// <param name="stated">The host that the caller states; null if none.</param>
    public Sentence? WhyNotObserved(DomainName? stated) =>
        stated is null ? Sentence.Of($"no host is stated that the connection could end at")
        : IsUnixSocket ? null
        : _settings.SslMode != SslMode.VerifyFull
            ? Sentence.Of($"the connection does not verify where it ends (SSL Mode=VerifyFull does)")
        : !DomainName.TryParse(Host, out DomainName? name) || name != stated
            ? Sentence.Of($"the connection goes to '{Host}', and the host that you state is {stated}")
        : null;

    // The search path and the encoding are this program's: a database may have others, with functions of strangers in them.
    private static NpgsqlConnectionStringBuilder Hardened(NpgsqlConnectionStringBuilder settings)
    {
        settings.SearchPath = "pg_catalog";
        settings.ClientEncoding = "SQL_ASCII";
        settings.ApplicationName = "emblem";
        settings.GssEncryptionMode = GssEncryptionMode.Disable;
        settings.Pooling = false;
        settings.Enlist = false;
        settings.IncludeErrorDetail = false;
        if (!settings.Host!.StartsWith('/') && settings.SslMode is not (SslMode.VerifyCA or SslMode.VerifyFull)
            && string.IsNullOrEmpty(settings.RequireAuth))
        {
            // Anything can be at the other end, and would only have to ask for the password as it is.
            settings.RequireAuth = "!Password";
        }

        settings.Timeout = settings.Timeout > 0 ? settings.Timeout : UsualToConnect;
        settings.CommandTimeout = settings.CommandTimeout > 0 ? Math.Min(settings.CommandTimeout, MostToAnswer) : UsualToAnswer;
        settings.CancellationTimeout = settings.CancellationTimeout > 0 ? settings.CancellationTimeout : UsualToCancel;
        return settings;
    }

    // A host is taken with its port too, as db.example:5433; an IPv6 address has more colons.
    private static void SplitPort(NpgsqlConnectionStringBuilder settings)
    {
        if (settings.Host?.Split(':') is [var host, var port]
            && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number))
        {
            (settings.Host, settings.Port) = (host, number);
        }
    }

    private static string Escape(string? text, string also = "")
    {
        var shown = new StringBuilder();
        foreach (char c in text ?? "")
        {
            bool isPlain = c > '~' || char.IsAsciiLetterOrDigit(c) || "-_.~".Contains(c, StringComparison.Ordinal)
                || also.Contains(c, StringComparison.Ordinal);
            _ = isPlain ? shown.Append(c) : shown.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
        }

        return shown.ToString();
    }
}
