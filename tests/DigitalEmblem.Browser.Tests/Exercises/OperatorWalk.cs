using DigitalEmblem.Browser.Tests.Hands;
using DigitalEmblem.TestSupport.Servers;
using Xunit;

namespace DigitalEmblem.Browser.Tests.Exercises;

/// <summary>The exercise of the operator.</summary>
internal sealed class OperatorWalk(OperatorMachine machine, Cast cast)
{
    private const string Invite = "issuer access invite administrator --config ~/issuer-try/issuer.json";

    private readonly ExerciseText _text = new("operator");

    /// <summary>All of it.</summary>
    public async Task WalkAsync()
    {
        Trainee first = await StartAsync();
        await BackUpAsync(first);
        Trainee second = await RecoverAsync(first);
        Trainee third = await RestoreAsync(second);
        await LeaveAsync(third);
        Assert.Empty(_text.Unseen);
    }

    private async Task<Trainee> StartAsync()
    {
        string link = machine.Link(await DoneAsync("issuer setup ~/issuer-try"));
        await using (CertifyingLog log = await CertifyingLog.StartAsync(DateTimeOffset.UtcNow))
        {
            (int missing, string said) = await machine.RunAsync(_text, "issuer settings --config ~/issuer-try/issuer.json");
            Assert.NotEqual(0, missing);
            Assert.Contains("log_list.json", said, StringComparison.Ordinal);
            Assert.Contains("https://", said, StringComparison.Ordinal);
            await machine.PrepareAsync(log.LogList);
        }

        await DoneAsync("issuer settings --config ~/issuer-try/issuer.json");
        await machine.ServeAsync();
        Hand hand = await cast.OpenAsync("previewer");
        await hand.OpenAsync(link);
        var previewer = new Trainee(hand, _text);
        await previewer.SeesAsync("You are invited");
        var first = new Trainee(await cast.JoinAsync("administrator", link, "the first"), _text);
        using (var http = new HttpClient())
        {
            using HttpResponseMessage ready = await http.GetAsync(new Uri(machine.Health));
            ready.EnsureSuccessStatusCode();
        }

        await previewer.Hand.OpenAsync(link);
        await previewer.SeesAsync("This link opens nothing");
        return first;
    }

    private async Task BackUpAsync(Trainee administrator)
    {
        await administrator.Hand.SeesHeadingAsync("Set-up");
        await administrator.Hand.FillAsync("Domain", "society.example");
        await administrator.Hand.FillAsync("Name", "The Society");
        await administrator.Hand.PressAsync("Set the organization");
        await DoneAsync("issuer backup ~/issuer-try-1.db --config ~/issuer-try/issuer.json | tail -n 1 > head-1.txt");
        await DoneAsync("cp -r ~/issuer-try/keys ~/issuer-try-1.keys");
        string[] head = (await File.ReadAllTextAsync(machine.At("head-1.txt"))).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^[0-9a-f]{64}$", head[^1]);
        await administrator.FollowAsync("Journal");
        await administrator.Hand.SeesAsync("The head is line …");
        long shown = long.Parse(
            System.Text.RegularExpressions.Regex.Match(
                await administrator.Hand.Page.Locator("main").InnerTextAsync(), @"The head is line (\d+)").Groups[1].Value);
        Assert.True(shown >= long.Parse(head[0]), $"{shown} after {head[0]}");
    }

    private async Task<Trainee> RecoverAsync(Trainee first)
    {
        string link = machine.Link(await DoneAsync(Invite));
        var second = new Trainee(await cast.JoinAsync("administrator", link, "the second"), _text);
        await first.Hand.FollowAsync("Overview");
        await first.Hand.SeesHeadingAsync("Sign in");
        await first.Hand.PressAsync("Use a passkey");
        await first.SeesAsync(
            "You are not signed in: the handle, the password or the code is wrong. Check the handle and the password, and wait for a new "
                + "code, because each code works once.");
        await second.FollowAsync("Alerts");
        await second.Hand.ReloadUntilAsync("Access of a person has changed");
        await second.SeesAsync("Access of a person has changed");
        return second;
    }

    private async Task<Trainee> RestoreAsync(Trainee second)
    {
        await machine.StopAsync();
        string verified = await DoneAsync(
            """
            for end in '' -wal -shm; do [ ! -e ~/issuer-try/issuer.db$end ] || mv ~/issuer-try/issuer.db$end ~/issuer-try/aside.db$end; done
            issuer restore ~/issuer-try-1.db --head head-1.txt --after ~/issuer-try/aside.db --config ~/issuer-try/issuer.json
            """);
        Assert.Contains("The head that was kept is in it.", verified, StringComparison.Ordinal);
        Assert.Contains("issuer access invite administrator", verified, StringComparison.Ordinal);
        string link = machine.Link(await DoneAsync(Invite));
        await DoneAsync("issuer migrate --config ~/issuer-try/issuer.json");
        await machine.ServeAsync();
        var third = new Trainee(await cast.JoinAsync("administrator", link, "the third"), _text);
        await second.Hand.FollowAsync("Overview");
        await second.Hand.SeesHeadingAsync("Sign in");
        await third.FollowAsync("Signed in as administrator");
        await third.Hand.SeesHeadingAsync("You");
        Assert.Equal(1, await third.Hand.Page.Locator("h2:has-text('Ways to sign in') ~ ul").First.Locator("li").CountAsync());
        Assert.Equal(1, await third.Hand.Page.Locator("h2:has-text('Your sessions') + ul li").CountAsync());
        return third;
    }

    private async Task LeaveAsync(Trainee administrator)
    {
        await administrator.FollowAsync("People");
        await administrator.Hand.FollowAsync("Invite a person");
        await administrator.Hand.FillAsync("Handle", "otto");
        await administrator.Hand.ChooseAsync("Officer: …");
        await administrator.Hand.PressAsync("Make the link");
        await cast.JoinAsync("otto", await administrator.Hand.Page.Locator("#link").InnerTextAsync());
        await administrator.FollowAsync("People");
        await administrator.FollowAsync("otto");
        await administrator.UnfoldAsync("End this person");
        await administrator.Hand.FillAsync("Type the handle", "otto");
        await administrator.PressAsync("End this person");
        string forgotten = await DoneAsync("issuer access forget otto --config ~/issuer-try/issuer.json");
        Assert.Contains("Forgotten.", forgotten, StringComparison.Ordinal);
        Assert.DoesNotContain("otto", await DoneAsync("issuer access people --config ~/issuer-try/issuer.json"), StringComparison.Ordinal);
        string verified = await DoneAsync("issuer journal verify --config ~/issuer-try/issuer.json");
        Assert.Contains("as it was written", verified, StringComparison.Ordinal);
    }

    private async Task<string> DoneAsync(string lines)
    {
        (int code, string said) = await machine.RunAsync(_text, lines);
        Assert.True(code == 0, $"{lines}: {code}\n{said}");
        return said;
    }
}
