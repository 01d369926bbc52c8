using System.Diagnostics;
using System.Reflection;

namespace DigitalEmblem.TestSupport.Servers;

/// <summary>OpenIddict as an organization's identity provider, in a process of its own (tests/DigitalEmblem.IdentityProvider).</summary>
internal sealed class IdentityProviderProcess : IAsyncDisposable
{
    private readonly Process _process;

    private IdentityProviderProcess(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>What it calls the pages.</summary>
    public const string ClientId = "emblem-pages";

    /// <summary>What the pages show it.</summary>
    public const string ClientSecret = "a secret of the client, long enough";

    /// <summary>Where it is.</summary>
    public string Address { get; }

    /// <summary>Starts it for the pages of an origin.</summary>
    public static async Task<IdentityProviderProcess> StartAsync(string origin)
    {
        var process = Process.Start(
            new ProcessStartInfo(
                Environment.ProcessPath!, ["exec", Program(), ClientId, ClientSecret, $"{origin}/sign-in/provider/answer"])
            {
                RedirectStandardOutput = true,
            })!;
        string? address = await process.StandardOutput.ReadLineAsync();
        if (address is null)
        {
            throw new InvalidOperationException("The identity provider ended before it listened.");
        }

        // On a busy machine its first answers take longer than the pages wait for a provider.
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        foreach (string path in new[] { "/.well-known/openid-configuration", "/.well-known/jwks" })
        {
            await http.GetStringAsync(new Uri(address + path));
        }

        return new IdentityProviderProcess(process, address);
    }

    /// <summary>Ends it, so that it cannot be reached any more.</summary>
    public async Task EndAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
    }

    // artifacts/bin/PROJECT/release: the program lies beside it, in the same configuration.
    private static string Program() => Path.Combine(
        Repository.Root, "artifacts", "bin", "DigitalEmblem.IdentityProvider",
        Path.GetFileName(Path.GetDirectoryName(typeof(IdentityProviderProcess).GetTypeInfo().Assembly.Location)!), "identity-provider.dll");
}
