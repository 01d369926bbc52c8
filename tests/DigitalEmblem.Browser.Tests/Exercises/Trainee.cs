using DigitalEmblem.Browser.Tests.Hands;

namespace DigitalEmblem.Browser.Tests.Exercises;

/// <summary>
/// A person who does what an exercise says. The exercise has to hold, in bold, the name of each button and field that the person uses, and
/// as a quote each sentence that the person sees.
/// </summary>
/// <param name="hand">The person's hand.</param>
/// <param name="text">The exercise.</param>
internal sealed class Trainee(Hand hand, ExerciseText text)
{
    /// <summary>The hand, for what the exercise says in other words.</summary>
    public Hand Hand => hand;

    /// <summary>Follows a link.</summary>
    /// <param name="link">The link, as the exercise names it.</param>
    /// <param name="whole">Its whole name, or the beginning of it; null if it is the same.</param>
    public Task FollowAsync(string link, string? whole = null)
    {
        text.Require(link);
        return hand.FollowAsync(whole ?? link);
    }

    /// <summary>Presses a button.</summary>
    public Task PressAsync(string button)
    {
        text.Require(button);
        return hand.PressAsync(button);
    }

    /// <summary>Fills a field in.</summary>
    public Task FillAsync(string label, string with)
    {
        text.Require(label);
        return hand.FillAsync(label, with);
    }

    /// <summary>Ticks or chooses.</summary>
    public Task ChooseAsync(string label)
    {
        text.Require(label);
        return hand.ChooseAsync(label);
    }

    /// <summary>Takes a tick off.</summary>
    public Task ClearAsync(string label)
    {
        text.Require(label);
        return hand.ClearAsync(label);
    }

    /// <summary>Chooses a file.</summary>
    public Task BringAsync(string label, string file)
    {
        text.Require(label);
        return hand.BringAsync(label, file);
    }

    /// <summary>Unfolds a part of the page.</summary>
    public Task UnfoldAsync(string summary)
    {
        text.Require(summary);
        return hand.UnfoldAsync(summary);
    }

    /// <summary>Keeps a file.</summary>
    /// <returns>Its path.</returns>
    public Task<string> DownloadAsync(string link, string folder)
    {
        text.Require(link);
        return hand.DownloadAsync(link, folder);
    }

    /// <summary>Waits until the page says what the exercise quotes.</summary>
    public Task SeesAsync(string quote)
    {
        text.Saw(quote);
        return hand.SeesAsync(quote);
    }

    /// <summary>Opens a path of the same service.</summary>
    /// <returns>The status of the answer.</returns>
    public Task<int> OpenAsync(string path) => hand.OpenAsync(new Uri(new Uri(hand.Page.Url), path).AbsoluteUri);
}
