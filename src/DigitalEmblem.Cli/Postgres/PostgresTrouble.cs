using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using Npgsql;

namespace DigitalEmblem.Cli.Postgres;

/// <summary>Why a server could not be asked, in words, with the likely cause. It never has a part of the connection string.</summary>
internal static class PostgresTrouble
{
    private const int MostOfTheServersWords = 200;

    /// <summary>
    /// Whether an exception comes from the server or the way to it: any but the caller's, because a server that lies makes a client fail in
    /// many ways.
    /// </summary>
    public static bool Is(Exception exception) => exception is not (OperationCanceledException or RefusalException or UsageException
        or CryptographicException or DataFormatException or ArgumentException { ParamName: null });

    /// <summary>Whether the server has answered, and refused: it has done nothing then. One that ends may have committed before.</summary>
    public static bool IsRefused(Exception exception) => exception is PostgresException { InvariantSeverity: "ERROR" };

    /// <summary>Why: a sentence.</summary>
    public static Sentence Of(Exception exception) => exception switch
    {
        PatienceException or CommentChangedException => Sentence.Of(exception),
        _ when IsOfFile(exception) || IsOfFile(exception.InnerException) =>
            $"A file that the connection string names cannot be read (Root Certificate, SSL Certificate, SSL Key or Passfile).",
        PostgresException e => OfServer(e),
        { InnerException: AuthenticationException } or AuthenticationException =>
            $"The server's certificate could not be verified for the name that was connected to. Is it the name in the certificate, and is "
                + $"its authority known here (Root Certificate=FILE)?",
        { InnerException: SocketException e } => OfSocket(e),
        SocketException e => OfSocket(e),
        TimeoutException or { InnerException: TimeoutException } => $"The server did not answer in time. Is a firewall in the way?",
        NpgsqlException when exception.Message.Contains("authentication method is", StringComparison.Ordinal) =>
            $"The server asks for the password as it is, and the connection does not show which server that is. Verify it with SSL "
                + $"Mode=VerifyFull, or permit this with Require Auth=Password.",
        NpgsqlException { InnerException: null } when exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase) =>
            $"The server asks for a password, and none was given: put it into the file that PGPASSFILE names, or into the variable of "
                + $"env:NAME.",
        NpgsqlException { InnerException: null } when exception.Message.Contains("SSL", StringComparison.Ordinal) =>
            $"The server speaks no TLS, and the connection string asks for it.",
        _ => $"The server answered in a way that is not understood, or the connection broke ({exception.GetType().Name}).",
    };

    // The driver reads certificates and keys when it connects, and throws what their reading throws.
    private static bool IsOfFile(Exception? exception) => exception
        is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or CryptographicException;

    private static Sentence OfServer(PostgresException exception)
    {
        string said = exception.MessageText.Length > MostOfTheServersWords
            ? exception.MessageText[..MostOfTheServersWords] + "…"
            : exception.MessageText;
        Sentence? cause = exception.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"Are user and password right, and may this user connect from here?",
            PostgresErrorCodes.InvalidCatalogName => $"Is the name of the database right (Database=NAME)?",
            PostgresErrorCodes.InsufficientPrivilege => $"Connect as the owner of the database.",
            PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.CannotConnectNow => $"Try again later.",
            PostgresErrorCodes.ReadOnlySqlTransaction => $"Is this a replica? Connect to the primary server.",
            PostgresErrorCodes.LockNotAvailable => $"Another session is changing this comment. Run the command again when it has ended.",
            PostgresErrorCodes.SerializationFailure => $"Run the command again.",
            PostgresErrorCodes.CharacterNotInRepertoire =>
                $"The comment that is there has bytes that are no text in the encoding of this database, and is left as it is.",
            _ => null,
        };
        return Sentences.Following($"The server refused: {said.TrimEnd('.')}.", cause);
    }

    private static Sentence OfSocket(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"Nothing listens there. Does the server run, and is the port right (Port=N)?",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
            $"The name of the server has no address. Is it spelled right?",
        SocketError.TimedOut => $"The server did not answer in time. Is a firewall in the way?",
        SocketError.AddressNotAvailable => $"There is no such Unix socket. Is the folder right (Host=/run/postgresql), and the port?",
        SocketError.AccessDenied => $"This user may not connect to that Unix socket.",
        _ => $"The server cannot be reached ({exception.SocketErrorCode}).",
    };
}
