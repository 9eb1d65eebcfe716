/** Whether text around `element` runs from right to left: sideways keys and places follow it. */
export const isRightToLeft = (element: Element): boolean => getComputedStyle(element).direction === "rtl";
