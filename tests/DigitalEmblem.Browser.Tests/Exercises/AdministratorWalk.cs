using DigitalEmblem.Browser.Tests.Hands;
using Microsoft.Playwright;
using Xunit;

namespace DigitalEmblem.Browser.Tests.Exercises;

/// <summary>The exercise of the administrator.</summary>
internal sealed class AdministratorWalk(Training training, Cast cast)
{
    private readonly ExerciseText _text = new("administrator");

    private Trainee Ida => training.Of("ida", _text);

    /// <summary>Parts 1 to 3, up to the file of the request.</summary>
    /// <returns>The file.</returns>
    public async Task<string> AskAsync()
    {
        Trainee adam = training.Of("adam", _text);
        await OrganizationAsync(adam, "ministry.example", isAuthority: true);
        await RootAsync(adam, "ministry");
        await adam.FollowAsync("Overview");
        await adam.FollowAsync("Set-up");
        await adam.SeesAsync("applications can be decided");

        await OrganizationAsync(Ida, "society.example", isAuthority: false);
        await RootAsync(Ida, "society");
        await Ida.FollowAsync("Identity");
        await Ida.FollowAsync("Make a key");
        await Ida.ChooseAsync("Emblem key: …");
        await Ida.ChooseAsync("On this machine, encrypted in a file");
        await Ida.PressAsync("Make the key");
        await Assertions.Expect(Ida.Hand.Page.GetByLabel("Protective use of the red cross, red crescent or red crystal"))
            .ToBeCheckedAsync();
        await Ida.PressAsync("Endorse this key");
        await Ida.SeesAsync("The root key endorses this key now, and emblems are signed by it.");

        await Ida.FollowAsync("Zones");
        await Ida.FollowAsync("Add a zone");
        await Ida.Hand.SeesAsync("The settings have no TSIG key yet.");
        await Ida.FillAsync("Zone", "society.example");
        await Ida.ChooseAsync("By updates: …");
        await Ida.FillAsync("Name server", (await training.TerminalAsync("echo $NAME_SERVER")).Trim());
        await Ida.FillAsync("Time to live in seconds", "60");
        await Ida.PressAsync("Add the zone");
        await Ida.SeesAsync("The zone is added. The names in it are published from now on, once they are marked.");

        await Ida.FollowAsync("Endorsements");
        await Ida.SeesAsync("Nobody vouches for you yet: emblems are shown, not endorsed.");
        await Ida.FollowAsync("Ask an authority");
        await Ida.FillAsync("Authority", "https://ministry.example");
        await Ida.FillAsync("For how many days", "90");
        await Ida.FillAsync("Whom the authority can ask", "the office");
        await Ida.PressAsync("Make the request");
        await Ida.SeesAsync("The request is made and signed. Send its file to the authority.");
        string file = await Ida.DownloadAsync("Download the request", training.Folder);
        Assert.EndsWith(".adem-endorsement-request.json", file, StringComparison.Ordinal);
        return file;
    }

    /// <summary>Part 3, with the answer of the authority, and the rest.</summary>
    public async Task AnswerAsync(string answer)
    {
        await Ida.FollowAsync("Endorsements");
        await Ida.FollowAsync("Requests to authorities");
        await Ida.Hand.FollowAsync("https://ministry.example");
        await Ida.BringAsync("Or its file", answer);
        await Ida.PressAsync("Check and take the answer");
        await Ida.SeesAsync("https://ministry.example vouches for you now, until …. All emblems are signed anew.");
        await Ida.FollowAsync("Overview");
        await Ida.FollowAsync("Set-up");
        await Ida.SeesAsync("https://ministry.example endorses you");
        await Ida.FollowAsync("Identity");
        await Ida.Hand.SeesAsync("Root key in use … nothing … Emblem key in use … nothing");
        await ColleagueAsync();
        Assert.Equal(403, await Ida.OpenAsync("/assets/add"));
        await Ida.SeesAsync("This is for: officer. Nothing was changed.");
        Assert.Empty(_text.Unseen);
    }

    private static async Task OrganizationAsync(Trainee administrator, string domain, bool isAuthority)
    {
        await administrator.FollowAsync("Overview");
        await administrator.Hand.SeesHeadingAsync("Set-up");
        await administrator.FillAsync("Domain", domain);
        await administrator.FillAsync("Name", "The " + domain.Split('.')[0]);
        if (isAuthority)
        {
            await administrator.ClearAsync("Issuer: …");
            await administrator.ChooseAsync("Authority: …");
        }

        await administrator.PressAsync("Set the organization");
        await (isAuthority
            ? administrator.SeesAsync("The organization is https://ministry.example.")
            : administrator.Hand.SeesAsync("The organization is https://society.example."));
    }

    private async Task RootAsync(Trainee administrator, string organization)
    {
        string folder = Directory.CreateDirectory(Path.Combine(training.Folder, organization)).FullName;
        await administrator.FollowAsync("Identity");
        await administrator.FollowAsync("Make a key");
        await administrator.ChooseAsync("Root key: …");
        await administrator.ChooseAsync("On this machine, encrypted in a file");
        await administrator.PressAsync("Make the key");
        await administrator.SeesAsync("The key is there. It is not in use yet: this page says what it needs.");
        await administrator.PressAsync("Make a certificate request");
        await administrator.DownloadAsync("Download request.pem", folder);
        await training.TerminalAsync(ExerciseText.Commands("administrator", "CERTIFY_URL"), folder);
        await administrator.BringAsync("Or its file", Path.Combine(folder, "fullchain.pem"));
        await administrator.PressAsync("Check and take the chain");
        await administrator.SeesAsync("The chain is complete: the certificate binds this key to the organization.");
    }

    private async Task ColleagueAsync()
    {
        await Ida.FollowAsync("People");
        await Ida.FollowAsync("Invite a person");
        await Ida.FillAsync("Handle", "otto");
        await Ida.ChooseAsync("Officer: …");
        await Ida.PressAsync("Make the link");
        await Ida.SeesAsync(
            "The person who opens it becomes otto here, so hand it over yourself. It is shown only here and now, and it works once, within "
                + "one hour.");
        string link = await Ida.Hand.Page.Locator("#link").InnerTextAsync();
        Hand preview = await cast.OpenAsync("preview");
        await preview.OpenAsync(link);
        await preview.SeesAsync("You are invited");
        training.Add("otto", await cast.JoinAsync("otto", link));
        Trainee otto = training.Of("otto", _text);
        await otto.Hand.OpenAsync(link);
        await otto.SeesAsync("This link opens nothing");
        await Ida.FollowAsync("People");
        await Ida.FollowAsync("otto");
        await Ida.PressAsync("End all sessions");
        await otto.Hand.FollowAsync("Overview");
        await otto.Hand.SeesHeadingAsync("Sign in");

        await Ida.FollowAsync("Alerts");
        await Ida.SeesAsync("Access of a person has changed");
        await Ida.Hand.SeesAsync("otto");
    }
}
