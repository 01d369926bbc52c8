using System.Net;
using DigitalEmblem.Testing;

namespace DigitalEmblem.EndToEnd.Tests.Samples;

/// <summary>
/// A name server with a signed emblem that is valid now, and the settings by which a sample asks it. The emblem names no organization, so
/// no commitment has to be proven.
/// </summary>
internal sealed class SampleScene : IAsyncDisposable
{
    public static readonly DomainName Host = DomainName.Parse("www.society.example");

    public AuthoritativeServer Server { get; } = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>Settings as variables of the environment.</summary>
    /// <param name="more">Further settings.</param>
    public Dictionary<string, string> Settings(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["Emblem__UseSystemServers"] = "false",
            ["Emblem__Servers__0"] = Server.EndPoint.ToString(),
            ["Emblem__Policy__RequiredLevel"] = "Signed",
            // A server that is gone is noticed at once on loopback; the time is for one that answers late on a busy machine.
            ["Emblem__Timeout"] = "00:00:20",
            ["Emblem__Rounds"] = "1",
        };
        foreach ((string name, string value) in more)
        {
            settings[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return settings;
    }

    /// <summary>Publishes the emblem.</summary>
    public void Publish()
    {
        var emblem = new SampleEmblem { Issuer = null, At = DateTimeOffset.UtcNow, Lifetime = TimeSpan.FromHours(1) };
        Server.Publish(PublishedRecords.For(UnverifiedTokens.Read(emblem.ToBundle(Host)), Host, ttl: 1));
    }

    /// <summary>The folder of a sample's sources, with its appsettings.json.</summary>
    /// <param name="sample">Its name.</param>
    public static string Folder(string sample) => Path.Combine(Repository.Root, "samples", sample);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
