namespace DigitalEmblem.Cli.Postgres;

/// <summary>A server did not end an answer in the time that there was for all of it.</summary>
/// <param name="most">The time.</param>
/// <param name="setting">The word of a connection string that sets it.</param>
internal sealed class PatienceException(TimeSpan most, string setting) : Exception(Say(most, setting).ToString()), ISpoken
{
    /// <summary>The message, with the next step, for every language.</summary>
    public Sentence Sentence { get; } = Say(most, setting);

    private static Sentence Say(TimeSpan most, string setting)
    {
        (double seconds, double more) = (most.TotalSeconds, Math.Min(4 * most.TotalSeconds, 1000));
        return setting == PostgresAddress.ConnectSetting
            ? Sentence.Of($"The server did not end its answer within {seconds:0} s, and was not waited for any longer. Is a firewall in "
                + $"the way? If it is the right server and only slow, give it more: {setting}={more:0} in the connection string.")
            : $"The server did not end its answer within {seconds:0} s, and was not waited for any longer. If it is the right server and "
                + $"only slow, give it more: {setting}={more:0} in the connection string.";
    }
}
