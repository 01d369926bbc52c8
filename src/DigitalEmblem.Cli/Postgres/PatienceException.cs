using System.Globalization;

namespace DigitalEmblem.Cli.Postgres;

/// <summary>
/// A server did not end an answer in the time that there was for all of it. The message is a sentence with the next step.
/// </summary>
/// <param name="most">The time.</param>
/// <param name="setting">The word of a connection string that sets it.</param>
internal sealed class PatienceException(TimeSpan most, string setting) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"The server did not end its answer within {most.TotalSeconds:0} s, and was not waited for any longer. "
        + $"{(setting == PostgresAddress.ConnectSetting ? "Is a firewall in the way? " : "")}If it is the right server and only slow, give "
        + $"it more: {setting}={Math.Min(4 * most.TotalSeconds, 1000):0} in the connection string."));
