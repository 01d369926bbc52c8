using DigitalEmblem.Browser.Tests.Hands;
using Microsoft.Playwright;
using Xunit;

namespace DigitalEmblem.Browser.Tests.Exercises;

/// <summary>The exercise of the officer.</summary>
internal sealed class OfficerWalk(Training training, Cast cast)
{
    private const string Name = "clinic.society.example";

    private readonly ExerciseText _text = new("officer");

    private Hand? _visitor;

    private Trainee Olga => training.Of("olga", _text);

    /// <summary>All of it.</summary>
    public async Task WalkAsync()
    {
        await MarkAsync();
        await RenewAsync();
        await WithdrawAsync();
        await ListAsync();

        await Olga.FollowAsync("Zones");
        Assert.Equal(0, await Olga.Hand.Page.GetByRole(AriaRole.Link, new() { Name = "Add a zone" }).CountAsync());
        string navigation = await Olga.Hand.Page.Locator("header nav").InnerTextAsync();
        Assert.DoesNotContain("Journal", navigation, StringComparison.Ordinal);
        Assert.DoesNotContain("People", navigation, StringComparison.Ordinal);
        Assert.Equal(403, await Olga.OpenAsync("/journal"));
        await Olga.SeesAsync("This is for: administrator, auditor. Nothing was changed.");
        Assert.Empty(_text.Unseen);
    }

    private async Task MarkAsync()
    {
        await Olga.FollowAsync("Overview");
        await Olga.SeesAsync("No name is marked yet.");
        await Olga.FollowAsync("Assets");
        await Olga.FollowAsync("Add a name");
        await Olga.FillAsync("Host name", Name);
        await Olga.Hand.ChooseAsync("protective…");
        await Olga.PressAsync("Add the name");
        await Olga.SeesAsync("clinic.society.example is on the list. Nothing is published yet: this page says what is next.");
        await Olga.PressAsync("Declare that it serves protected purposes only");
        await Olga.SeesAsync("You declared that this name serves protected purposes only. It holds for a year.");
        await Olga.PressAsync("Put the record into the zone, and look");
        await Olga.SeesAsync("Control of the zone is shown.");
        await Olga.PressAsync("Mark it");
        await Olga.SeesAsync("The name is marked. Its emblem is issued and published now; this page says when the world sees it.");
        await Olga.Hand.ReloadUntilAsync("done · Its records are in the DNS");
        await Olga.PressAsync("Look now");
        await Olga.SeesAsync("The world sees our emblem at clinic.society.example, endorsed by https://ministry.example; looked at ….");

        string said = await RequireCheckedAsync("Marked.", 0);
        Assert.Contains("endorsed by https://ministry.example", said, StringComparison.Ordinal);
        Trainee visitor = await AskAsync();
        await visitor.SeesAsync("An emblem is shown, and it holds");
    }

    private async Task RenewAsync()
    {
        await Olga.PressAsync("Renew now");
        await Olga.SeesAsync("A new emblem is issued and published now.");
        await Olga.Hand.ReloadUntilAsync("History … Until Purposes Profiles … UTC … UTC … CWT … UTC … UTC … CWT");
        await RequireCheckedAsync("Marked.", 0);
    }

    private async Task WithdrawAsync()
    {
        await Olga.FollowAsync("Withdraw the emblem");
        await Olga.SeesAsync("Removed as soon as the name server answers.");
        await Olga.SeesAsync("A kept copy validates until ….");
        await Olga.PressAsync("Withdraw 1 emblem");
        await Olga.Hand.ReloadUntilAsync("The records are removed. Caches that keep to the rules are clear at");
        await Olga.SeesAsync("The records are removed. Caches that keep to the rules are clear at ….");
        await RequireCheckedAsync("Not marked.", 1);
        Trainee visitor = await AskAsync();
        await visitor.SeesAsync("No emblem was found. That does not mean unprotected");

        await Olga.Hand.FollowAsync(Name);
        await Olga.PressAsync("Mark it");
        await Olga.Hand.ReloadUntilAsync("done · Its records are in the DNS");
    }

    private async Task ListAsync()
    {
        string list = Path.Combine(training.Folder, "names.csv");
        await File.WriteAllTextAsync(list, "name;purposes\nward.society.example;protective\nno name;protective\n");
        await Olga.FollowAsync("Assets");
        await Olga.FollowAsync("Bring a list");
        await Olga.Hand.BringAsync("The file", list);
        await Olga.Hand.PressAsync("Look through the list");
        await Olga.Hand.SeesAsync("Line 3");
        await Olga.FollowAsync("Assets");
        Assert.False(await Olga.Hand.SaysAsync("ward.society.example"));
        await File.WriteAllTextAsync(list, "name;purposes\nward.society.example;protective\n");
        await Olga.FollowAsync("Bring a list");
        await Olga.Hand.BringAsync("The file", list);
        await Olga.Hand.PressAsync("Look through the list");
        await Olga.Hand.PressAsync("Put 1 name on the list");
        await Olga.FollowAsync("Assets");
        await Olga.Hand.SeesAsync("ward.society.example");
    }

    private async Task<string> RequireCheckedAsync(string word, int code)
    {
        string said = await training.TerminalAsync($"check {Name}");
        Assert.True(said.StartsWith(word, StringComparison.Ordinal), said);
        Assert.EndsWith($"exit code {code}", said.TrimEnd(), StringComparison.Ordinal);
        return said;
    }

    private async Task<Trainee> AskAsync()
    {
        var visitor = new Trainee(_visitor ??= await cast.OpenAsync("visitor"), _text);
        await visitor.Hand.OpenAsync(training.CheckPage);
        await visitor.Hand.FillAsync("Host name", Name);
        await visitor.PressAsync("Look now");
        return visitor;
    }
}
