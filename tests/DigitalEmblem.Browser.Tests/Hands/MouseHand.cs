using Microsoft.Playwright;

namespace DigitalEmblem.Browser.Tests.Hands;

/// <summary>A person with a mouse, who types into fields.</summary>
internal sealed class MouseHand(IPage page) : Hand(page)
{
    protected override Task UseAsync(ILocator target) => target.ClickAsync();

    protected override Task WriteAsync(ILocator field, string text) => field.FillAsync(text);

    protected override Task SetAsync(ILocator choice, bool isChosen) => choice.SetCheckedAsync(isChosen);

    protected override Task SelectAsync(ILocator list, string option) => list.SelectOptionAsync(new SelectOptionValue { Label = option });

    protected override Task BringAsync(ILocator field, string file) => Choosers.ChooseAsync(() => field.ClickAsync(), file);
}
