import { house } from './house.js';

export default house('流程监控', { scripts: ['scripts/hints.js'] });
