using System.Text.RegularExpressions;
using DigitalEmblem.Browser.Tests.Hands;
using DigitalEmblem.TestSupport.Servers;
using Xunit;

namespace DigitalEmblem.Browser.Tests.Stories;

/// <summary>
/// From 'issuer setup' at a society and at a ministry to a marked name whose emblem the ministry endorses, to its renewal and its
/// withdrawal, all by the pages. It is written once; the cast says in what manner the people use the pages.
/// </summary>
internal sealed class Story(StoryWorld world, Cast cast)
{
    private const string Name = "www.society.example";
    private const string Done = "Every step is done.";

    /// <summary>Those who joined, by handle.</summary>
    public IReadOnlyDictionary<string, Hand> People => _people;

    private readonly Dictionary<string, Hand> _people = [];

    private Hand Ida => _people["ida"];

    private Hand Olga => _people["olga"];

    private Hand Adam => _people["adam"];

    /// <summary>Sets up both organizations, as far as each can by itself.</summary>
    public async Task SetUpAsync()
    {
        _people["adam"] = await cast.JoinAsync("adam", world.Authority.FirstLink);
        await OrganizationAsync(Adam, "ministry.example", "The Ministry", isAuthority: true);
        await ColleagueAsync(Adam, "anna", "Approver: …");
        await ColleagueAsync(Adam, "ben", "Approver: …");
        await RootAsync(Adam, "adam");
        await Adam.FollowAsync("Issuer of digital emblems");
        await Adam.FollowAsync("Set-up");
        await Adam.SeesAsync(Done);
        await Adam.SeesAsync("applications can be decided");

        _people["ida"] = await cast.JoinAsync("ida", world.Society.FirstLink);
        await OrganizationAsync(Ida, "society.example", "The Society", isAuthority: false);
        await ColleagueAsync(Ida, "olga", "Officer: …");
        await ColleagueAsync(Ida, "vera", "Auditor: …");
        await RootAsync(Ida, "ida");
        await EmblemKeyAsync();
        await ZoneAsync();
    }

    /// <summary>The society asks, two people of the ministry approve, one signs, and the society takes the answer.</summary>
    public async Task EndorseAsync()
    {
        string folder = world.Folder("ida");
        await OnSetUpAsync(Ida, "The word of an authority");
        await Ida.FollowAsync("To the endorsements");
        await Ida.SeesAsync("Nobody vouches for you yet: emblems are shown, not endorsed.");
        await Ida.FollowAsync("Ask an authority");
        await Ida.FillAsync("Authority", StoryWorld.Ministry);
        await Ida.FillAsync("For how many days", "90");
        await Ida.FillAsync("Whom the authority can ask", "the office");
        await Ida.PressAsync("Make the request");
        await Ida.SeesAsync("The request is made and signed. Send its file to the authority.");
        string request = await Ida.DownloadAsync("Download the request", folder);

        await Adam.FollowAsync("Desk");
        await Adam.BringAsync("File of the issuer", request);
        await Adam.PressAsync("Bring it in");
        await Adam.SeesAsync("The application of https://society.example is on the desk.");
        await Adam.SeesAsync("proven: the key is this organization's");

        Hand anna = _people["anna"], ben = _people["ben"];
        await DecideAsync(anna);
        await anna.SeesAsync("You have approved these terms. Another approver approves the same ones next.");
        await anna.SeesAsync("You have approved: another person is needed.");
        await DecideAsync(ben);
        await ben.SeesAsync("Two people have approved these terms. The endorsement can be signed now.");
        await ben.PressAsync("Sign the endorsement");
        await ben.SeesAsync("Signed: https://society.example is endorsed until …. Give the answer file to the issuer.");
        string answer = await ben.DownloadAsync("The answer file, for the issuer", folder);

        await OnSetUpAsync(Ida);
        await Ida.SeesAsync("waits for https://ministry.example, since …");
        await Ida.FollowAsync("To the endorsements");
        await Ida.BringAsync("Or its file", answer);
        await Ida.PressAsync("Check and take the answer");
        await Ida.SeesAsync("https://ministry.example vouches for you now, until …. All emblems are signed anew.");
    }

    /// <summary>The officer marks a name, and everybody sees it.</summary>
    public async Task MarkAsync()
    {
        await OnSetUpAsync(Olga, "The first name");
        await Olga.FollowAsync("To the names");
        await Olga.FillAsync("Host name", Name);
        await Olga.ChooseAsync("protective…");
        await Olga.PressAsync("Add the name");
        await Olga.SeesAsync($"{Name} is on the list. Nothing is published yet: this page says what is next.");
        await Olga.PressAsync("Declare that it serves protected purposes only");
        await Olga.SeesAsync("You declared that this name serves protected purposes only. It holds for a year.");
        await Olga.PressAsync("Put the record into the zone, and look");
        await Olga.SeesAsync("Control of the zone is shown.");
        await Olga.PressAsync("Mark it");
        await Olga.SeesAsync("The name is marked. Its emblem is issued and published now; this page says when the world sees it.");
        await Olga.ReloadUntilAsync("done · Its records are in the DNS");
        await Olga.PressAsync("Look now");
        await Olga.SeesAsync("The service has looked. The first sentence says what it found.");
        await Olga.SeesAsync($"The world sees our emblem at {Name}, endorsed by {StoryWorld.Ministry}; looked at …");
        await RequireMarkedAsync();

        foreach (Hand each in new[] { Ida, Olga })
        {
            await OnSetUpAsync(each);
            await each.ReloadUntilAsync(Done);
        }
    }

    /// <summary>The officer presses the button of renewal, and the new set is seen in the DNS.</summary>
    public async Task RenewAsync()
    {
        await AssetAsync();
        string[] before = world.Records(Name);
        Assert.NotEmpty(before);
        await Olga.PressAsync("Renew now");
        await Olga.SeesAsync("A new emblem is issued and published now.");
        while (world.Records(Name).SequenceEqual(before, StringComparer.Ordinal))
        {
            await Olga.ReloadUntilAsync("In the DNS");
        }

        await Olga.Page.ReloadAsync();
        await Olga.ReloadUntilAsync("our records are there … none is due");
        Assert.Equal(2, await Olga.Page.Locator("table:has(caption:text('The last emblems')) tbody tr").CountAsync());
        await RequireMarkedAsync();
    }

    /// <summary>The officer withdraws the emblem, and nobody sees it any more.</summary>
    public async Task WithdrawAsync()
    {
        await AssetAsync();
        await Olga.FollowAsync("Withdraw the emblem");
        await Olga.SeesAsync("Removed as soon as the name server answers.");
        await Olga.SeesAsync("A kept copy validates until …");
        await Olga.PressAsync("Withdraw 1 emblem");
        await Olga.ReloadUntilAsync("The records are removed");
        Assert.Empty(world.Records(Name));

        (int code, string said) = await world.CheckAsync(Name);
        Assert.True(code == 1, $"{code}\n{said}");
        Assert.Contains("Not marked.", said, StringComparison.Ordinal);
        await AskAsync("visitor", "No emblem was found. That does not mean unprotected");
    }

    // The command proves both commitments by the log, and the check page says the same.
    private async Task RequireMarkedAsync()
    {
        (int code, string said) = await world.CheckAsync(Name);
        Assert.True(code == 0, $"{code}\n{said}");
        Assert.Contains(
            "Marked. Protective emblem of https://society.example, endorsed by https://ministry.example", said, StringComparison.Ordinal);
        foreach (string organization in new[] { "https://society.example", StoryWorld.Ministry })
        {
            Assert.True(Regex.IsMatch(said, $@"commitment of {organization} to \S+: [Pp]roven\."), said);
        }

        Hand visitor = await AskAsync("visitor", "An emblem is shown, and it holds");
        await visitor.SeesAsync("Issuer … https://society.example … Endorsed by … https://ministry.example");
    }

    private async Task<Hand> AskAsync(string visitor, string answer)
    {
        if (!_people.TryGetValue(visitor, out Hand? hand))
        {
            hand = _people[visitor] = await cast.OpenAsync(visitor);
        }

        // A link fills the form where scripts run. The name is typed elsewhere.
        await hand.OpenAsync("about:blank");
        await hand.OpenAsync($"{world.CheckPage.Origin}/en/#{Name}");
        if (!cast.Manner.HasScript)
        {
            await hand.FillAsync("Host name", Name);
        }

        await hand.PressAsync("Look now");
        await hand.SeesHeadingAsync(answer);
        return hand;
    }

    private static async Task OrganizationAsync(Hand administrator, string domain, string name, bool isAuthority)
    {
        await OnSetUpAsync(administrator, "The organization");
        await administrator.FillAsync("Domain", domain);
        await administrator.FillAsync("Name", name);
        if (isAuthority)
        {
            await administrator.ClearAsync("Issuer: …");
            await administrator.ChooseAsync("Authority: …");
        }

        await administrator.PressAsync("Set the organization");
        await administrator.SeesAsync($"The organization is https://{domain}.");
    }

    private async Task ColleagueAsync(Hand administrator, string handle, string role)
    {
        await OnSetUpAsync(administrator);
        await administrator.FollowAsync("To the people");
        await administrator.FollowAsync("Invite a person");
        await administrator.FillAsync("Handle", handle);
        await administrator.ChooseAsync(role);
        await administrator.PressAsync("Make the link");
        await administrator.SeesAsync($"The person who opens it becomes {handle} here, so hand it over yourself.");
        _people[handle] = await cast.JoinAsync(handle, await administrator.Page.Locator("#link").InnerTextAsync());
        await administrator.FollowAsync("Done");
        await administrator.SeesAsync(handle);
    }

    private async Task RootAsync(Hand administrator, string handle)
    {
        string folder = world.Folder(handle);
        await OnSetUpAsync(administrator, "The root key");
        await administrator.FollowAsync("To the keys");
        await administrator.FollowAsync("Make a key");
        await administrator.ChooseAsync("Root key: …");
        await administrator.ChooseAsync("On this machine, encrypted in a file");
        await administrator.SelectAsync("Algorithm", "ES384");
        await administrator.PressAsync("Make the key");
        await administrator.SeesAsync("The key is there. It is not in use yet: this page says what it needs.");

        await OnSetUpAsync(administrator, "The certificate that binds the key");
        await administrator.FollowAsync("To the certificate");
        await administrator.PressAsync("Make a certificate request");
        await administrator.SeesAsync("The certificate request is made.");
        string chain = await world.CertifyAsync(await administrator.DownloadAsync("Download request.pem", folder));
        await administrator.BringAsync("Or its file", chain);
        await administrator.PressAsync("Check and take the chain");
        await administrator.SeesAsync("The chain is complete: the certificate binds this key to the organization.");
    }

    private async Task EmblemKeyAsync()
    {
        await OnSetUpAsync(Ida, "The emblem key");
        await Ida.FollowAsync("To the keys");
        await Ida.FollowAsync("Make a key");
        await Ida.ChooseAsync("Emblem key: …");
        await Ida.ChooseAsync("On this machine, encrypted in a file");
        await Ida.PressAsync("Make the key");
        await Ida.SeesAsync("The key is there.");
        await Ida.PressAsync("Endorse this key");
        await Ida.SeesAsync("The root key endorses this key now, and emblems are signed by it.");
    }

    private async Task ZoneAsync()
    {
        await OnSetUpAsync(Ida);
        await Ida.FollowAsync("To the zones");
        await Ida.FollowAsync("Add a zone");
        await Ida.FillAsync("Zone", UpdatableServer.Zone);
        await Ida.ChooseAsync("By updates: …");
        await Ida.FillAsync("Name server", world.NameServer);
        await Ida.SelectAsync("TSIG key", "zone");
        await Ida.FillAsync("Time to live in seconds", "30");
        await Ida.PressAsync("Add the zone");
        await Ida.SeesAsync("The zone is added. The names in it are published from now on, once they are marked.");
    }

    private static async Task DecideAsync(Hand approver)
    {
        await approver.FollowAsync("Overview");
        await approver.SeesAsync("An application waits for you");
        await approver.FollowAsync("Decide: …");
        if (!await approver.HasButtonAsync("Approve these terms"))
        {
            await approver.FollowAsync("https://society.example");
        }

        await approver.PressAsync("Approve these terms");
    }

    private async Task AssetAsync()
    {
        await Olga.FollowAsync("Assets");
        await Olga.FollowAsync(Name);
    }

    // Whose turn it is, and with what.
    private static async Task OnSetUpAsync(Hand person, string? next = null)
    {
        await person.FollowAsync("Issuer of digital emblems");
        if (!person.Page.Url.EndsWith("/set-up", StringComparison.Ordinal))
        {
            await person.FollowAsync("Set-up");
        }

        if (next is not null)
        {
            await person.SeesAsync($"Next: {next}. What is done is kept, so you can stop and come back at any time.");
        }
    }
}
