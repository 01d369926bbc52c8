using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests;

/// <summary>The browser of one person.</summary>
public sealed class PersonsBrowser : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public PersonsBrowser(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What the page or its content security policy complained of.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Gives the browser an authenticator that verifies its person, as a telephone or a security key does.</summary>
    public async Task AddAuthenticatorAsync()
    {
        ICDPSession devTools = await _context.NewCDPSessionAsync(Page);
        await devTools.SendAsync("WebAuthn.enable");
        await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
