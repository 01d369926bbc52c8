using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace DigitalEmblem.Browser.Tests.Exercises;

/// <summary>The exercise of a stolen key, after the one of the officer.</summary>
internal sealed partial class StolenKeyWalk(Training training)
{
    private readonly ExerciseText _text = new("stolen-key");

    private Trainee Olga => training.Of("olga", _text);

    private Trainee Ida => training.Of("ida", _text);

    /// <summary>All of it.</summary>
    public async Task WalkAsync()
    {
        await RequireMarkedAsync();
        string first = await SuspendAsync();
        await DeclareAsync(first);
        await Olga.SeesAsync("You declared this: another person confirms it.");
        await ConfirmAsync(first);
        await ReadAsync();
        await TakeBackAsync();
        Assert.Empty(_text.Unseen);
    }

    private async Task<string> SuspendAsync()
    {
        string first = await OpenKeyAsync(Olga);
        await Olga.FollowAsync("Suspend this key");
        await Olga.SeesAsync("One press stops it at once. An administrator can let it sign again.");
        await Olga.PressAsync("Suspend this key now");
        await Olga.SeesAsync("The key is suspended: from now on it signs nothing, and people were told.");
        await Ida.FollowAsync("Overview");
        await Ida.SeesAsync("A key is suspended, and signs nothing");
        await RequireMarkedAsync();
        return first;
    }

    private async Task DeclareAsync(string first)
    {
        await Olga.FollowAsync("Another person may have this key");
        await Olga.SeesAsync(
            "Then it cannot be undone: the key is ended, a new one takes its place and is endorsed, and all emblems are signed and "
                + "published anew.");
        await Olga.FillAsync("First 6 characters of the identifier", "zzzzzz");
        await Olga.FillAsync("What happened", "a machine is gone");
        await Olga.PressAsync("Declare this key compromised");
        await Olga.Hand.SeesAsync(".wrong", "Type the first 6 characters of the identifier above");
        await Assertions.Expect(Olga.Hand.Page.GetByLabel("What happened")).ToHaveValueAsync("a machine is gone");
        await Olga.FillAsync("First 6 characters of the identifier", first);
        await Olga.PressAsync("Declare this key compromised");
        await Olga.SeesAsync("The key signs nothing any more, and people were told. Another person confirms it now.");
    }

    private async Task ConfirmAsync(string first)
    {
        await Ida.FollowAsync("Overview");
        await Ida.SeesAsync("A key is proposed as compromised: confirm it, or take it back");
        await Ida.FollowAsync("Decide", "Decide: …");
        await Ida.Hand.FollowAsync($"Emblem key {first}…");
        await Ida.PressAsync("Confirm: end this key for ever");
        await Ida.SeesAsync("The compromise is confirmed. The key never signs again, and a new one takes its place.");
        await Ida.Hand.ReloadUntilAsync("All of them are seen in the DNS: nothing rests on the old key done");
        await Ida.SeesAsync("All of them are seen in the DNS: nothing rests on the old key");

        await RequireMarkedAsync();
        await Ida.FollowAsync("Identity");
        await Ida.Hand.SeesAsync($"Keys that ended … {first} … compromised");
        Assert.NotEqual(first, await OpenKeyAsync(Ida));
    }

    // It goes back without pressing anything.
    private async Task ReadAsync()
    {
        await OpenKeyAsync(Olga);
        await Olga.FollowAsync("Another person may have this key");
        await Olga.SeesAsync(
            "If the root key is on another machine, its holder signs the endorsement of the new key. Emblems that were forged with the old "
                + "key validate until the old endorsement expires.");
        await Olga.Hand.Page.GoBackAsync();
    }

    private async Task TakeBackAsync()
    {
        string first = await OpenKeyAsync(Olga);
        await Olga.FollowAsync("Another person may have this key");
        await Olga.FillAsync("First 6 characters of the identifier", first);
        await Olga.FillAsync("What happened", "a machine is gone");
        await Olga.PressAsync("Declare this key compromised");
        await Ida.FollowAsync("Overview");
        await Ida.FollowAsync("Decide", "Decide: …");
        await Ida.Hand.FollowAsync($"Emblem key {first}…");
        await Ida.UnfoldAsync("It was a mistake: take it back");
        await Ida.FillAsync("Why", "it was found");
        await Ida.PressAsync("Take the declaration back");
        await Ida.SeesAsync("The declaration is taken back. The key stays suspended until an administrator resumes it.");
        await OpenKeyAsync(Ida);
        await Ida.FillAsync("Why it can sign again", "it was found");
        await Ida.PressAsync("Let it sign again");
        await Ida.SeesAsync("The key signs again.");
    }

    // The emblem key in use, by the first six characters that its row shows.
    private static async Task<string> OpenKeyAsync(Trainee person)
    {
        await person.Hand.FollowAsync("Identity");
        ILocator row = person.Hand.Page.Locator("main tbody tr", new() { HasText = "Emblem key" });
        string first = First().Match(await row.Locator("th").InnerTextAsync()).Value;
        await person.Hand.FollowAsync(first + "…");
        return first;
    }

    private async Task RequireMarkedAsync()
    {
        string said = await training.TerminalAsync("check clinic.society.example");
        Assert.True(said.StartsWith("Marked.", StringComparison.Ordinal), said);
    }

    [GeneratedRegex("^[a-z0-9]{6}")]
    private static partial Regex First();
}
