namespace DigitalEmblem.Benchmarks;

/// <summary>
/// Checks the peers before anything is measured: each must accept the good token and refuse an altered one. Without that, a peer that
/// does less work could win.
/// </summary>
internal static class Peers
{
    /// <summary>Stops the benchmark unless every peer does both.</summary>
    /// <param name="good">The token.</param>
    /// <param name="altered">The same with one bit of its signature changed.</param>
    /// <param name="peers">Each peer, by name.</param>
    public static async Task RequireAgreementAsync<T>(T good, T altered, params (string Name, Func<T, Task<bool>> Accepts)[] peers)
    {
        foreach ((string name, Func<T, Task<bool>> accepts) in peers)
        {
            if (!await accepts(good))
            {
                throw new InvalidOperationException($"{name} refuses the good token.");
            }

            if (await accepts(altered))
            {
                throw new InvalidOperationException($"{name} accepts the altered token.");
            }
        }
    }
}
